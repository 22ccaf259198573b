package io.coterie.rpc.validate;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The rules for names of users, groups and files, and how to compare and print text that others
 * chose. See {@code TextKind} for the rules; lengths are declared field by field in the protos.
 */
public final class Names {

  private Names() {}

  /**
   * Checks the name of a user or a group.
   *
   * @return the name
   * @throws Refusal FIELD_INVALID when it breaks a rule
   */
  public static String requireName(String name) {
    return require(name, "the name", nameProblem(name));
  }

  /**
   * Checks the name of a file.
   *
   * @return the name
   * @throws Refusal FIELD_INVALID when it breaks a rule
   */
  public static String requireFileName(String name) {
    return require(name, "the file name", fileNameProblem(name));
  }

  /** What a user typed, in the form (NFC) in which names are sent. */
  public static String normalise(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFC);
  }

  /**
   * The key under which names of users and groups are unique: NFKC with case folded. Names that
   * differ only in case or compatibility form have the same key. Cases are changed in decomposed
   * text, where U+0345, a mark whose upper case is a letter, comes after all other marks (Unicode,
   * D145). Idempotent.
   */
  public static String fold(String name) {
    String folded = name;
    String before;
    do {
      before = folded;
      String open = Normalizer.normalize(folded, Normalizer.Form.NFKD);
      String lower = open.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
      folded = Normalizer.normalize(lower, Normalizer.Form.NFKC);
    } while (!folded.equals(before));
    return folded;
  }

  /**
   * Makes any text safe to print on one line of a terminal: control, bidirectional, other format
   * and line-separating characters, unassigned ones and broken surrogates become visible escapes.
   */
  public static String display(String text) {
    if (text.codePoints().noneMatch(Names::isUnprintable)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                  if (isUnprintable(c)) {
                    safe.append(String.format("\\u{%x}", c));
                  } else {
                    safe.appendCodePoint(c);
                  }
                }
              }
            });
    return safe.toString();
  }

  static Optional<String> nameProblem(String name) {
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("is \".\" or \"..\"");
    }
    if (name.codePoints().anyMatch(Names::isUnprintable)) {
      return Optional.of("has control, format, line-separator or unassigned characters");
    }
    if (isSpace(name.codePointAt(0)) || isSpace(name.codePointBefore(name.length()))) {
      return Optional.of("begins or ends with white space");
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      return Optional.of("is not in Unicode form NFC");
    }
    return Optional.empty();
  }

  static Optional<String> fileNameProblem(String name) {
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      return Optional.of("has a \"/\" or a \"\\\"");
    }
    return nameProblem(name);
  }

  static Optional<String> tokenProblem(String token) {
    boolean allowed = token.chars().allMatch(Names::isTokenCharacter);
    return allowed
        ? Optional.empty()
        : Optional.of("has characters other than A-Z, a-z, 0-9, \"-\", \"_\", \".\" and \"=\"");
  }

  private static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.=".indexOf(c) >= 0;
  }

  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static String require(String name, String what, Optional<String> problem) {
    problem.ifPresent(
        found -> {
          throw new Refusal(
                  ErrorReason.ERROR_REASON_FIELD_INVALID, what + " " + found + "; choose another")
              .withField("name", found);
        });
    return name;
  }
}
