package io.coterie.e2e;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One shell of one user: its commands, all that they are to print, and its exit code. */
record Scene(String user, String title, List<String> commands, List<String> lines, int exit) {

  private static final Pattern HEADING = Pattern.compile("(\\w+): (.+)");
  private static final String ERROR = "! ";
  private static final String EXIT = "= ";

  /** The scenes of a text whose paragraphs they are; one that begins with # is a comment. */
  static List<Scene> parse(String text) {
    return Stream.of(text.strip().split("\n\n+"))
        .filter(paragraph -> !paragraph.startsWith("#"))
        .map(paragraph -> of(paragraph.lines().toList()))
        .toList();
  }

  private static Scene of(List<String> paragraph) {
    Matcher heading = HEADING.matcher(paragraph.get(0));
    if (!heading.matches()) {
      throw new AssertionError("no heading: " + paragraph.get(0));
    }
    List<String> body = paragraph.subList(1, paragraph.size());
    return new Scene(
        heading.group(1),
        heading.group(2),
        after("> ", body).toList(),
        body.stream().filter(l -> !l.startsWith("> ") && !l.startsWith(EXIT)).toList(),
        after(EXIT, body).mapToInt(Integer::parseInt).findFirst().orElse(0));
  }

  String out() {
    return lines.stream().filter(l -> !l.startsWith(ERROR)).collect(Collectors.joining("\n"));
  }

  String err() {
    return after(ERROR, lines).collect(Collectors.joining("\n"));
  }

  /** What was printed, with the text put back that {@code expected} leaves open as {@code <…>}. */
  static String generalised(String printed, String expected) {
    List<String> forms = expected.lines().toList();
    List<String> lines = printed.lines().filter(line -> !line.isBlank()).toList();
    return IntStream.range(0, lines.size())
        .mapToObj(
            i -> i < forms.size() && fits(lines.get(i), forms.get(i)) ? forms.get(i) : lines.get(i))
        .collect(Collectors.joining("\n"));
  }

  private static boolean fits(String line, String form) {
    return Stream.of(form.split("<[^>]*>", -1))
        .map(Pattern::quote)
        .collect(Collectors.collectingAndThen(Collectors.joining(".+?"), Pattern::compile))
        .matcher(line)
        .matches();
  }

  private static Stream<String> after(String mark, List<String> lines) {
    return lines.stream().filter(l -> l.startsWith(mark)).map(l -> l.substring(mark.length()));
  }
}
