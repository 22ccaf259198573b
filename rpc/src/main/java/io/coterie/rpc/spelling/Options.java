package io.coterie.rpc.spelling;

import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Finds the options that a mistyped one may stand for. */
public final class Options {
  private Options() {}

  /** The end of the message of {@code problem}, as {@link Spelling#hint} gives it. */
  public static String hint(ParameterException problem) {
    return problem instanceof UnmatchedArgumentException unknown
        ? Spelling.hint(
            unknown.getUnmatched().get(0),
            problem.getCommandLine().getCommandSpec().optionsMap().keySet())
        : "";
  }
}
