package io.coterie.shell.command.group;

import io.coterie.tracker.v1.Role;

/** Places in a group in one word. */
final class Roles {
  private Roles() {}

  static String shown(Role role) {
    return switch (role) {
      case ROLE_OWNER -> "owner";
      case ROLE_MEMBER -> "member";
      case ROLE_PENDING -> "pending";
      case ROLE_UNSPECIFIED, UNRECOGNIZED -> "-";
    };
  }
}
