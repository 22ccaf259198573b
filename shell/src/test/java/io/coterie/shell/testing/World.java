package io.coterie.shell.testing;

import io.coterie.rpc.auth.Authenticator;
import io.coterie.rpc.auth.BearerToken;
import io.coterie.rpc.auth.ControlCaller;
import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.testing.InProcess;
import io.coterie.rpc.v1.Auth;
import io.coterie.rpc.v1.ErrorReason;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A deployment with its tracker, and shells of users who are with it. */
public final class World implements AutoCloseable {
  private final Deployment deployment = new Deployment();
  private final Path folder;
  private final List<InProcess> servers = new ArrayList<>();
  private final InProcess tracker;

  /** A world that keeps what it must in {@code folder}. */
  public World(Path folder) {
    this.folder = folder;
    Authenticator sessions =
        (headers, attributes) -> {
          String token = BearerToken.in(headers).map(BearerToken::secret).orElse("");
          String user = deployment.sessions.get(token);
          if (user == null) {
            throw Deployment.refusal(
                ErrorReason.ERROR_REASON_SESSION_INVALID, "the session has ended");
          }
          return new SessionCaller(user, user, Sessions.id(token), Optional.empty());
        };
    tracker =
        serve(
            InProcess.serve(
                Map.of(Auth.AUTH_SESSION, sessions),
                new Accounts(deployment),
                new Sessions(deployment),
                new Groups(deployment),
                new io.coterie.shell.testing.Files(deployment)));
  }

  /** What the trackers know. */
  public Deployment deployment() {
    return deployment;
  }

  /** A shell with a peer of its own, where nobody is logged in. */
  public TestShell shell() {
    return shell(false);
  }

  /** The same with {@code --json}. */
  public TestShell jsonShell() {
    return shell(true);
  }

  /** A shell of somebody who has an account and is logged in; the password is "password". */
  public TestShell shell(String user) {
    TestShell shell = shell();
    shell.good("create_user " + user + " password");
    shell.good("login " + user + " password");
    return shell;
  }

  private TestShell shell(boolean json) {
    try {
      Path home = Files.createDirectory(folder.resolve("peer-" + servers.size()));
      MemoryPeer peer = new MemoryPeer(deployment, home);
      InProcess control =
          serve(
              InProcess.serve(
                  Map.of(Auth.AUTH_CONTROL, (headers, attributes) -> new ControlCaller()), peer));
      Channel trackers = ClientInterceptors.intercept(tracker.channel(), new AttemptSender());
      return new TestShell(peer, control.channel(), trackers, home, json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private InProcess serve(InProcess server) {
    servers.add(server);
    return server;
  }

  @Override
  public void close() {
    servers.forEach(InProcess::close);
  }
}
