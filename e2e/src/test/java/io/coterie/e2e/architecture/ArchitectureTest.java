package io.coterie.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;

/** Which package may use which. The modules' poms say the same of modules. */
@AnalyzeClasses(packages = "io.coterie", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> CONTRACT =
      resideInAPackage("io.coterie.*.v1..").as("the contract");

  private static final String[] TRACKER_DOMAIN = {
    "io.coterie.tracker.account..",
    "io.coterie.tracker.session..",
    "io.coterie.tracker.group..",
    "io.coterie.tracker.file..",
    "io.coterie.tracker.presence..",
    "io.coterie.tracker.trust..",
  };

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("io.coterie.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package in a cycle can be neither read nor tested by itself");

  @ArchTest
  static final ArchRule trackerDomainKnowsNoTechnology =
      noClasses()
          .that()
          .resideInAnyPackage(TRACKER_DOMAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.coterie.tracker.grpc..",
              "io.coterie.tracker.sql..",
              "io.coterie.tracker.app..",
              "java.sql..")
          .because("the domain decides; wire and database are details around it")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule trackerGrpcOnlyTranslates =
      noClasses()
          .that()
          .resideInAPackage("io.coterie.tracker.grpc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.coterie.tracker.sql..", "io.coterie.tracker.app..", "java.sql..")
          .because("a service class asks the domain, not the database")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule trackerSqlIsBelowTheWire =
      noClasses()
          .that()
          .resideInAPackage("io.coterie.tracker.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.coterie.tracker.grpc..", "io.coterie.tracker.app..")
          .because("repositories serve the domain")
          .allowEmptyShould(true);

  @ArchTest static final ArchRule rpcKnowsNoProcess = keepsOff("rpc", "tracker", "peer", "shell");
  @ArchTest static final ArchRule trackerKnowsNoOther = keepsOff("tracker", "peer", "shell");
  @ArchTest static final ArchRule peerKnowsNoOther = keepsOff("peer", "tracker", "shell");
  @ArchTest static final ArchRule shellKnowsNoTracker = keepsOff("shell", "tracker");

  @ArchTest
  static final ArchRule onlyShellAppStartsAPeer =
      noClasses()
          .that(
              resideInAPackage("io.coterie.shell..")
                  .and(not(resideInAPackage("io.coterie.shell.app.."))))
          .should()
          .dependOnClassesThat(resideInAPackage("io.coterie.peer..").and(not(CONTRACT)))
          .because("to all else in the shell its own peer and a daemon are the same gRPC service")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule scriptsLoadNoLineEditor =
      noClasses()
          .that(
              resideInAPackage("io.coterie.shell..")
                  .and(not(resideInAPackage("io.coterie.shell.repl.terminal.."))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jline..")
          .because("a script starts faster without the line editor");

  @ArchTest
  static void everyModuleIsOnTheClassPath(JavaClasses classes) {
    Set<String> packages =
        classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

    assertThat(packages)
        .contains(
            "io.coterie.rpc.error",
            "io.coterie.tracker.app",
            "io.coterie.tracker.v1",
            "io.coterie.peer.app",
            "io.coterie.peer.v1",
            "io.coterie.shell.app");
  }

  private static ArchRule keepsOff(String module, String... others) {
    String[] packages = new String[others.length];
    for (int i = 0; i < others.length; i++) {
      packages[i] = "io.coterie." + others[i] + "..";
    }
    return noClasses()
        .that(resideInAPackage("io.coterie." + module + "..").and(not(CONTRACT)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages).and(not(CONTRACT)))
        .because("processes meet by the contract alone");
  }
}
