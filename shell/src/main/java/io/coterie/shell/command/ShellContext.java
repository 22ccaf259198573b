package io.coterie.shell.command;

import com.google.protobuf.Message;
import io.coterie.rpc.attempt.PreviousAttempts;
import io.coterie.rpc.error.Failure;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.shell.render.Printer;
import io.coterie.shell.render.Progress;
import io.coterie.shell.render.View;
import io.grpc.StatusRuntimeException;
import java.util.function.Function;

/**
 * What commands work with.
 *
 * @param control the peer
 * @param tracker the trackers
 * @param patience how long calls go on trying while no tracker answers
 * @param firstContact whether trackers that are not known yet may be trusted
 * @param printer where results go
 * @param progress shows how far a command is
 * @param passwords where passwords come from
 * @param paths what typed paths mean
 * @param commands all commands
 * @param ending whether the user asked to leave
 */
public record ShellContext(
    ControlClient control,
    TrackerClient tracker,
    Patience patience,
    FirstContact firstContact,
    Printer printer,
    Progress progress,
    Passwords passwords,
    LocalPaths paths,
    CommandTable commands,
    Ending ending) {

  /**
   * Makes one call, again and again with the very same request while no tracker can be reached and
   * patience lasts. A request_id in the request makes the change happen once however often it is
   * sent, and trackers are told that it was sent before.
   *
   * @throws StatusRuntimeException when the call is refused or given up
   */
  public <Q, R> R call(Function<Q, R> method, Q request) {
    for (int tries = 1; ; tries++) {
      try {
        return PreviousAttempts.after(tries - 1, () -> method.apply(request));
      } catch (StatusRuntimeException e) {
        Failure failure = Failure.of(e);
        boolean unreached = failure.reason() == ErrorReason.ERROR_REASON_NO_TRACKER;
        if (!unreached || !patience.again(failure, tries)) {
          throw e;
        }
      }
    }
  }

  /** Shows a result. */
  public void show(Message result, View view) {
    printer.result(result, view);
  }

  /** Shows a result that reads as one line. */
  public void show(Message result, String line) {
    printer.result(result, View.line(line));
  }
}
