package io.coterie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

/** What a command that has ended left behind. */
public record Ran(int exit, String out, String err) {

  /** Asserts exit code 0 and returns standard output. */
  public String ok() {
    assertThat(exit).as("exit code, with output:%n%s%s", out, err).isZero();
    return out;
  }

  /** Asserts exit code 1 and that standard error holds each of {@code texts}. */
  public void refused(String... texts) {
    assertThat(exit).as("exit code, with output:%n%s%s", out, err).isEqualTo(1);
    assertThat(err).contains(texts).doesNotContain("Exception", "\tat ");
  }
}
