package io.coterie.shell.command.account;

import io.coterie.peer.v1.LoginRequest;
import io.coterie.peer.v1.LoginResponse;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.Name;
import io.coterie.shell.command.Passwords;
import io.coterie.shell.command.ShellCommand;
import io.coterie.shell.command.ShellContext;
import io.coterie.shell.render.Units;
import io.coterie.shell.render.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    description = "Logs in, serves your shares again and goes on with your downloads.",
    footer = "Example: login alice")
final class Login implements ShellCommand {
  @Parameters(index = "0", paramLabel = "USER", description = "The name of your account.")
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
    LoginRequest request =
        LoginRequest.newBuilder()
            .setUser(user.value())
            .setPassword(password(shell.passwords()))
            .build();
    LoginResponse response = shell.call(sent -> shell.control().calls().login(sent), request);
    shell.show(response, new View.Lines(lines(response)));
  }

  private String password(Passwords passwords) {
    if (source.stdin) {
      return passwords.line();
    }
    return password != null ? password : passwords.current("password for " + user.shown());
  }

  private static List<String> lines(LoginResponse response) {
    List<String> lines = new ArrayList<>();
    lines.add("logged in as " + Names.display(response.getUser()));
    if (response.getShares() > 0) {
      lines.add("sharing " + Units.count(response.getShares(), "file") + " again");
    }
    if (response.getResumedDownloads() > 0) {
      lines.add("going on with " + Units.count(response.getResumedDownloads(), "download"));
    }
    response.getWarningsList().forEach(w -> lines.add("warning: " + Names.display(w)));
    return lines;
  }
}
