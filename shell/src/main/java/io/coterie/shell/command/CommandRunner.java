package io.coterie.shell.command;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.render.Problem;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands one after the other and shows what becomes of them. */
public final class CommandRunner {
  private static final Logger log = LoggerFactory.getLogger(CommandRunner.class);

  private static final String CANCELLED = Status.Code.CANCELLED.name();
  private static final Problem CANCELLATION = Problem.here("cancelled");

  private static final Optional<String> NOT_TRUSTED = Optional.of("TRACKER_NOT_TRUSTED");

  private final ShellContext shell;

  /** Runs commands with what {@code shell} holds. */
  public CommandRunner(ShellContext shell) {
    this.shell = shell;
  }

  /**
   * Runs one command on the calling thread. Interrupting the thread cancels the command and nothing
   * more.
   *
   * @param words the command's name and its arguments; nothing is done when empty
   * @return whether it did what it is for; if not, the reason has been shown
   */
  public boolean run(List<String> words) {
    if (words.isEmpty()) {
      return true;
    }
    Optional<Problem> problem = attempt(words);
    if (problem.map(Problem::reason).equals(NOT_TRUSTED) && shell.firstContact().confirmed()) {
      problem = attempt(words);
    }
    shell.progress().clear();
    boolean interrupted = Thread.interrupted();
    problem
        .map(found -> interrupted && found.code().equals(CANCELLED) ? CANCELLATION : found)
        .ifPresent(shell.printer()::problem);
    return problem.isEmpty();
  }

  private Optional<Problem> attempt(List<String> words) {
    String name = words.get(0);
    Optional<CommandEntry> entry = shell.commands().find(name);
    if (entry.isEmpty()) {
      return Optional.of(unknown(name));
    }
    List<String> arguments = words.subList(1, words.size());
    try {
      if (arguments.equals(List.of("--help"))) {
        entry = shell.commands().find("help");
        arguments = List.of(name);
      }
      Arguments.of(entry.orElseThrow()).parse(arguments).run(shell);
      return Optional.empty();
    } catch (UsageException e) {
      return Optional.of(Problem.usage(Names.display(String.valueOf(e.getMessage())), e.usage()));
    } catch (CommandFailure e) {
      return Optional.of(Problem.here(e.message()));
    } catch (StatusRuntimeException | Refusal e) {
      return Optional.of(Problem.of(Failure.of(e)));
    } catch (IOException e) {
      return Optional.of(Problem.here(Names.display(e.toString())));
    } catch (RuntimeException e) {
      log.error("{} failed", name, e);
      return Optional.of(
          Problem.here("a fault in the shell, please report it: " + Names.display(e.toString())));
    }
  }

  private Problem unknown(String name) {
    List<String> near = shell.commands().near(name);
    String meant =
        near.isEmpty() ? "help lists all commands" : "did you mean " + String.join(" or ", near);
    return Problem.usage(
        "there is no command \"" + Names.display(name) + "\"; " + meant, List.of());
  }
}
