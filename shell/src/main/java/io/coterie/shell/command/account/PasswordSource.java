package io.coterie.shell.command.account;

import picocli.CommandLine.Option;

/** The option to read passwords from standard input. */
final class PasswordSource {
  @Option(
      names = "--password-stdin",
      description = "Read the password from the next line of standard input.")
  boolean stdin;
}
