package io.coterie.shell.repl.terminal;

import io.coterie.rpc.error.Failure;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.FirstContact;
import io.coterie.shell.command.Introduction;
import io.coterie.shell.command.Introduction.Offer;
import io.coterie.shell.render.Printer;
import io.coterie.shell.render.Problem;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;

/** Shows whoever sits at the terminal by which authority the trackers want to be trusted. */
final class AskedContact implements FirstContact {
  private static final String YES = "yes";

  /** Nothing is typed at the end of input, or at an interrupt. */
  private static final Set<String> ANSWERS = Set.of(YES, "no", "");

  private static final int MORE_TRIES = 2;

  private final Introduction introduction;
  private final LineReader reader;
  private final Printer printer;

  AskedContact(Introduction introduction, LineReader reader, Printer printer) {
    this.introduction = introduction;
    this.reader = reader;
    this.printer = printer;
  }

  @Override
  public boolean confirmed() {
    try {
      Optional<Offer> offer = introduction.offer();
      return offer.isPresent() && isWanted(offer.get()) && accept(offer.get());
    } catch (Refusal e) {
      printer.problem(Problem.of(Failure.of(e)));
      return false;
    }
  }

  private boolean isWanted(Offer offer) {
    printer.note("this is the first contact with these trackers");
    printer.note(
        "tracker " + offer.tracker() + " belongs to the certificate authority with the SHA-256");
    printer.note("  " + offer.fingerprint());
    printer.note("compare it with what the operator tells you, by a way that you trust");
    boolean wanted = answer().equals(YES);
    if (!wanted) {
      printer.note("not trusted; you are asked again when a command needs the trackers");
    }
    return wanted;
  }

  private String answer() {
    String answer = ask();
    for (int again = 0; again < MORE_TRIES && !ANSWERS.contains(answer); again++) {
      printer.note("type yes or no");
      answer = ask();
    }
    return answer;
  }

  /** What is typed is an answer and no command: it is not kept in the history. */
  private String ask() {
    reader.setVariable(LineReader.DISABLE_COMPLETION, true);
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    try {
      return reader.readLine("trust it from now on? (yes/no) ").strip();
    } catch (UserInterruptException | EndOfFileException e) {
      return "";
    } finally {
      reader.setVariable(LineReader.DISABLE_COMPLETION, false);
      reader.setVariable(LineReader.DISABLE_HISTORY, false);
    }
  }

  private boolean accept(Offer offer) {
    try {
      introduction.accept(offer);
      return true;
    } catch (Refusal | StatusRuntimeException e) {
      printer.problem(Problem.of(Failure.of(e)));
    } catch (IOException e) {
      printer.problem(
          Problem.here("the authority cannot be remembered: " + Names.display(e.toString())));
    }
    return false;
  }
}
