package io.coterie.shell.command;

/** Where passwords come from that are not on the command line. */
public interface Passwords {

  /**
   * Asks for the password in force, without showing it.
   *
   * @param prompt what to ask
   * @throws CommandFailure when nobody is there to be asked, or no answer is given
   */
  String current(String prompt);

  /**
   * Asks for a new password, twice where typing errors can happen.
   *
   * @param prompt what to ask
   * @throws CommandFailure when nobody is there to be asked, or the answers differ
   */
  String fresh(String prompt);

  /**
   * Reads the next line of standard input, for {@code --password-stdin}.
   *
   * @throws CommandFailure at the end of input
   */
  String line();
}
