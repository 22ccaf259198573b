package io.coterie.shell.command.account;

import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.Passwords;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Units;
import io.coterie.tracker.v1.AccountServiceGrpc.AccountServiceBlockingStub;
import io.coterie.tracker.v1.ChangePasswordRequest;
import io.coterie.tracker.v1.ChangePasswordResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    description = "Changes your password and ends your sessions elsewhere.",
    footer = "Example: change_password")
final class ChangePassword implements ShellCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PASSWORD",
      description = "The password in force; asked for when not given.")
  @Nullable String current;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEW_PASSWORD",
      description = "The password wanted; asked for when not given.")
  @Nullable String fresh;

  @Mixin PasswordSource source;

  @Override
  public void run(ShellContext shell) {
    // Asks for the session first: whoever is not logged in need not type two passwords.
    AccountServiceBlockingStub accounts = shell.tracker().accounts();
    ChangePasswordResponse response = shell.call(accounts::changePassword, request(shell));
    int ended = response.getEndedSessions();
    shell.show(
        response,
        "password changed"
            + (ended == 0 ? "" : "; " + Units.count(ended, "session") + " elsewhere ended"));
  }

  private ChangePasswordRequest request(ShellContext shell) {
    Passwords passwords = shell.passwords();
    ChangePasswordRequest.Builder request =
        ChangePasswordRequest.newBuilder().setRequestId(RequestIds.next());
    if (source.stdin) {
      return request.setCurrentPassword(passwords.line()).setNewPassword(passwords.line()).build();
    }
    if (current != null && fresh == null) {
      throw new CommandFailure("give both passwords, the one in force and the new one, or none");
    }
    return request
        .setCurrentPassword(current != null ? current : passwords.current("current password"))
        .setNewPassword(fresh != null ? fresh : passwords.fresh("new password"))
        .build();
  }
}
