package io.coterie.rpc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The files of a {@link Corpus}, and the empty input. */
final class CorpusFiles implements ArgumentsProvider {
  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) throws IOException {
    Path folder = Path.of("src/test/fuzz", context.getRequiredTestClass().getSimpleName());
    List<Arguments> inputs = new ArrayList<>();
    inputs.add(Arguments.of(Named.of("empty", new byte[0])));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Arguments.of(Named.of(file.getFileName().toString(), Files.readAllBytes(file))));
      }
    }
    return inputs.stream();
  }
}
