package io.coterie.rpc.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a test once for each input in the corpus of its class, the folder {@code
 * src/test/fuzz/CLASS}: seeds, what fuzzing found to be interesting, and what it found to be wrong.
 * Such a class has a {@code public static void fuzzerTestOneInput(byte[])}, which .ci/fuzz feeds.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(CorpusFiles.class)
public @interface Corpus {}
