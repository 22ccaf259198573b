package io.coterie.shell.command.account;

import io.coterie.shell.command.CommandEntry;
import java.util.List;

/** The commands of this package. */
public final class AccountCommands {
  private AccountCommands() {}

  /** In the order in which help shows them. */
  public static List<CommandEntry> all() {
    return List.of(
        new CommandEntry("create_user", CreateUser::new),
        new CommandEntry("login", Login::new),
        new CommandEntry("logout", Logout::new),
        new CommandEntry("whoami", Whoami::new),
        new CommandEntry("change_password", ChangePassword::new),
        new CommandEntry("list_sessions", ListSessions::new),
        new CommandEntry("revoke_session", RevokeSession::new));
  }
}
