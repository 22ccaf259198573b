package io.coterie.shell.render;

import com.google.protobuf.Message;

/** Where commands put what they have to say. Safe for use from any thread. */
public interface Printer {

  /**
   * Shows the result of a command.
   *
   * @param result the result for programs
   * @param view the same for humans
   */
  void result(Message result, View view);

  /** Shows why a command failed. */
  void problem(Problem problem);

  /** Shows something that is neither a result nor a failure. Not part of {@code --json} output. */
  void note(String line);
}
