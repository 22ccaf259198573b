package io.coterie.shell.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The arguments of one command: how they are read, and how they are explained. */
public final class Arguments {
  private static final String MORE = "Example: ";

  /** How picocli begins when the text of one parameter is wrong; the label is in parentheses. */
  private static final Pattern WHERE = Pattern.compile("^Invalid value for .*?\\(([^)]*)\\): ");

  private final CommandLine parser;
  private final ShellCommand command;

  private Arguments(CommandEntry entry) {
    command = entry.command().get();
    parser =
        new CommandLine(command)
            .setCommandName(entry.name())
            .registerConverter(Name.class, Name::of)
            .registerConverter(Rate.class, Arguments::rate)
            .registerConverter(Duration.class, Arguments::seconds)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false)
            // Passwords and file names may begin with a dash.
            .setUnmatchedOptionsArePositionalParams(true)
            .setPosixClusteredShortOptionsAllowed(false)
            .setInterpolateVariables(false);
  }

  /** The arguments of a fresh instance of a command. */
  public static Arguments of(CommandEntry entry) {
    return new Arguments(entry);
  }

  /**
   * Reads what was typed after the command's name and returns the command with it.
   *
   * @throws UsageException when the arguments are wrong
   */
  ShellCommand parse(List<String> words) {
    try {
      parser.parseArgs(words.toArray(String[]::new));
      return command;
    } catch (ParameterException e) {
      throw new UsageException(explain(e), usage());
    }
  }

  /** One line that says what the command does. */
  public String summary() {
    return String.join(" ", parser.getCommandSpec().usageMessage().description());
  }

  /** The lines to show when the arguments are wrong: the synopsis and an example. */
  public List<String> usage() {
    List<String> lines = new ArrayList<>();
    lines.add("usage: " + synopsis());
    for (String line : parser.getCommandSpec().usageMessage().footer()) {
      lines.add(line.replace(MORE, "example: "));
    }
    return lines;
  }

  /** The command's name with its arguments. */
  public String synopsis() {
    return new Help(parser.getCommandSpec(), Help.defaultColorScheme(Ansi.OFF))
        .synopsis(0)
        .strip()
        .replaceAll("\\s*\\R\\s*", " ");
  }

  /** All there is to say: synopsis, description, each argument, an example. */
  public List<String> help() {
    return parser.getUsageMessage(Ansi.OFF).lines().toList();
  }

  /** The labels of the positional parameters, in order; a label repeats as often as it may. */
  public List<String> labels() {
    return parser.getCommandSpec().positionalParameters().stream()
        .map(parameter -> parameter.paramLabel())
        .toList();
  }

  /** The long options that the command knows. */
  public List<String> options() {
    return parser.getCommandSpec().options().stream().map(option -> option.longestName()).toList();
  }

  private static Rate rate(String text) {
    try {
      return Rate.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("\"" + text + "\" " + e.getMessage());
    }
  }

  private static Duration seconds(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new TypeConversionException("\"" + text + "\" is no number of seconds");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }

  private static String explain(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return "too many arguments, from \"" + String.join(" ", unmatched.getUnmatched()) + "\" on";
    }
    String said = String.valueOf(e.getMessage());
    Matcher value = WHERE.matcher(said);
    return value.find()
        ? value.group(1) + ": " + said.substring(value.end())
        : said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
  }
}
