package io.coterie.e2e.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

/** What no hand-written class does, wherever it is. */
@AnalyzeClasses(packages = "io.coterie", importOptions = ImportOption.DoNotIncludeTests.class)
final class CodingRulesTest {
  private static final String GENERATED = "io.coterie.*.v1..";

  @ArchTest
  static final ArchRule onlyTheShellsOutputAndTheMainsPrint =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.coterie.shell.render..",
              "io.coterie.shell.app..",
              "io.coterie.peer.app..",
              "io.coterie.tracker.app..",
              GENERATED)
          .should(ACCESS_STANDARD_STREAMS)
          .because("everything else logs or returns a value");

  @ArchTest
  static final ArchRule exceptionsHaveAMeaning =
      noClasses()
          .that()
          .resideOutsideOfPackage(GENERATED)
          .should(THROW_GENERIC_EXCEPTIONS)
          .because("the type of an exception decides the status that the caller gets");

  @ArchTest
  static final ArchRule logsGoThroughSlf4j =
      noClasses()
          .that()
          .resideOutsideOfPackage(GENERATED)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..")
          .because("one logging set-up is enough to understand");

  @ArchTest
  static final ArchRule onlyOnePackageBuildsStatuses =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.coterie.rpc.error..", GENERATED)
          .should()
          .callMethodWhere(
              target(owner(assignableTo(Status.class)))
                  .and(target(nameMatching("withDescription|augmentDescription|as.*Exception"))))
          .orShould()
          .callConstructorWhere(
              target(owner(assignableTo(StatusRuntimeException.class)))
                  .or(target(owner(assignableTo(StatusException.class)))))
          .because("every refusal then carries a reason that a program can act on");
}
