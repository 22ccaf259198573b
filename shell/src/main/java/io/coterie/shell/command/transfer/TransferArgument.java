package io.coterie.shell.command.transfer;

import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.coterie.shell.command.CommandFailure;
import io.coterie.shell.command.ControlClient;
import io.coterie.shell.command.Name;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** Names one transfer: by its file, by group and file, or by the id that {@code --json} shows. */
final class TransferArgument {
  @Parameters(
      index = "0..1",
      arity = "1..2",
      paramLabel = "[GROUP] FILE",
      hideParamSyntax = true,
      description = "The file, with its group where the file's name is not enough.")
  List<Name> words;

  /**
   * The one transfer that is meant. Of several for the same file, a complete one is left aside.
   *
   * @throws Refusal TRANSFER_NOT_FOUND when there is none
   * @throws CommandFailure when there are several
   */
  Transfer find(ControlClient control) {
    List<Transfer> all = Transfers.all(control).getTransfersList();
    List<Transfer> meant = all.stream().filter(this::matches).toList();
    if (meant.isEmpty()) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_TRANSFER_NOT_FOUND, "no download of " + shown() + " is known");
    }
    List<Transfer> unfinished =
        meant.stream().filter(t -> t.getState() != TransferState.TRANSFER_STATE_COMPLETE).toList();
    if (meant.size() == 1 || unfinished.size() == 1) {
      return meant.size() == 1 ? meant.get(0) : unfinished.get(0);
    }
    throw ambiguous(meant);
  }

  private boolean matches(Transfer transfer) {
    String file = words.get(words.size() - 1).value();
    if (words.size() == 1 && transfer.getTransferId().equals(file)) {
      return true;
    }
    boolean here =
        words.size() == 1
            || Names.fold(transfer.getGroup()).equals(Names.fold(words.get(0).value()));
    return here && transfer.getName().equals(file);
  }

  private CommandFailure ambiguous(List<Transfer> meant) {
    long groups = meant.stream().map(Transfer::getGroup).distinct().count();
    if (groups > 1) {
      String list =
          meant.stream()
              .map(transfer -> Names.display(transfer.getGroup()))
              .distinct()
              .collect(Collectors.joining(", "));
      return new CommandFailure(
          shown() + " is downloaded from several groups (" + list + "); write GROUP FILE");
    }
    String list =
        meant.stream()
            .map(t -> Names.display(t.getTransferId() + " to " + t.getDestination()))
            .collect(Collectors.joining(", "));
    return new CommandFailure(
        shown() + " is downloaded to several places; write one of these ids instead: " + list);
  }

  private String shown() {
    return words.stream().map(Name::shown).collect(Collectors.joining("/"));
  }
}
