package io.coterie.shell.app;

import io.coterie.shell.command.CommandTable;
import io.coterie.shell.command.account.AccountCommands;
import io.coterie.shell.command.file.FileCommands;
import io.coterie.shell.command.group.GroupCommands;
import io.coterie.shell.command.system.SystemCommands;
import io.coterie.shell.command.transfer.TransferCommands;
import java.util.List;

/** The commands of the shell, in the order in which help shows them. */
public final class AllCommands {
  private AllCommands() {}

  /** All of them. */
  public static CommandTable table() {
    return new CommandTable(
        List.of(
            AccountCommands.all(),
            GroupCommands.all(),
            FileCommands.all(),
            TransferCommands.all(),
            SystemCommands.all()));
  }
}
