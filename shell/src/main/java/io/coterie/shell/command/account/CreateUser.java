package io.coterie.shell.command.account;

import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.Passwords;
import io.coterie.shell.command.RequestIds;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.tracker.v1.CreateUserRequest;
import io.coterie.tracker.v1.CreateUserResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    description = "Creates an account. The password has 8 characters or more.",
    footer = "Example: create_user alice")
final class CreateUser implements ShellCommand {
  @Parameters(index = "0", paramLabel = "USER", description = "The name of the account.")
  Name user;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PASSWORD",
      description = "Its password; asked for when not given.")
  @Nullable String password;

  @Mixin PasswordSource source;

  @Override
  public void run(ShellContext shell) {
    CreateUserRequest request =
        CreateUserRequest.newBuilder()
            .setRequestId(RequestIds.next())
            .setUser(user.value())
            .setPassword(password(shell.passwords()))
            .build();
    CreateUserResponse response = shell.call(shell.tracker().strangers()::createUser, request);
    shell.show(response, "user " + Names.display(response.getUser()) + " created");
  }

  private String password(Passwords passwords) {
    if (source.stdin) {
      return passwords.line();
    }
    return password != null ? password : passwords.fresh("password for " + user.shown());
  }
}
