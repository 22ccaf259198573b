package io.coterie.rpc.spelling;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the words that a mistyped one may stand for. */
public final class Spelling {
  private static final int MOST = 3;

  private Spelling() {}

  /**
   * The nearest of {@code words}, at most three: those that a few slips of the finger turn into
   * {@code typed}, and those that {@code typed} is the beginning or a part of.
   */
  public static List<String> near(String typed, Collection<String> words) {
    String wanted = folded(typed);
    int tolerance = wanted.length() <= 2 ? 0 : Math.max(1, wanted.length() / 4);
    return words.stream()
        .filter(
            word -> distance(wanted, folded(word)) <= tolerance || isPartOf(wanted, folded(word)))
        .sorted(Comparator.comparingInt(word -> distance(wanted, folded(word))))
        .limit(MOST)
        .toList();
  }

  /** The end of a message about {@code typed}: "; did you mean X or Y", or nothing. */
  public static String hint(String typed, Collection<String> words) {
    List<String> near = near(typed, words);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near);
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static boolean isPartOf(String typed, String word) {
    return typed.length() >= 3 && word.contains(typed);
  }

  /** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1 && j > 1 && swapped(a, i, b, j)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
