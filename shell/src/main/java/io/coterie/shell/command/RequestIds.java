package io.coterie.shell.command;

import java.util.UUID;

/** Names intended changes, so that trackers apply each of them once (AIP-155). */
public final class RequestIds {
  private RequestIds() {}

  /** A fresh id: one for each change that a user asks for, the same for all tries to make it. */
  public static String next() {
    return UUID.randomUUID().toString();
  }
}
