package io.coterie.shell.command;

import io.coterie.rpc.validate.Names;

/**
 * The name of a user, a group or a file as the user typed it, in Unicode NFC.
 *
 * @param value the name; whether it is a good one is for the services to say
 */
public record Name(String value) {

  /** Normalises what was typed. */
  public static Name of(String typed) {
    return new Name(Names.normalise(typed));
  }

  /** The name, safe to print. */
  public String shown() {
    return Names.display(value);
  }
}
