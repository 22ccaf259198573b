package io.coterie.shell.command.system;

import java.util.ArrayList;
import java.util.List;

/** A command line for a POSIX shell, with every word quoted as needed. */
final class GrpcurlLine {
  private final List<String> words = new ArrayList<>();
  private String environment = "";

  GrpcurlLine() {
    words.add("grpcurl");
  }

  /**
   * Sends a secret as bearer token. The secret reaches grpcurl by its environment, which other
   * users of the computer cannot read, unlike its arguments.
   *
   * @param reader a quoted command that prints the secret
   */
  GrpcurlLine bearer(String reader) {
    environment = "COTERIE_TOKEN=\"$(" + reader + ")\" ";
    words.add("-expand-headers");
    words.add("-H");
    words.add("'authorization: Bearer ${COTERIE_TOKEN}'");
    return this;
  }

  /** Adds words, quoted. */
  GrpcurlLine with(String... more) {
    for (String word : more) {
      words.add(quoted(word));
    }
    return this;
  }

  @Override
  public String toString() {
    return environment + String.join(" ", words);
  }

  /** {@code word} such that a POSIX shell takes it literally. */
  static String quoted(String word) {
    boolean plain = !word.isEmpty() && word.chars().allMatch(GrpcurlLine::isPlain);
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || "-_./:@%+,".indexOf(c) >= 0);
  }
}
