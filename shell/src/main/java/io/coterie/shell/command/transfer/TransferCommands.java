package io.coterie.shell.command.transfer;

import io.coterie.shell.command.CommandEntry;
import java.util.List;

/** The commands of this package. */
public final class TransferCommands {
  private TransferCommands() {}

  /** In the order in which help shows them. */
  public static List<CommandEntry> all() {
    return List.of(
        new CommandEntry("download_file", DownloadFile::new),
        new CommandEntry("show_downloads", ShowDownloads::new),
        new CommandEntry("wait_downloads", WaitDownloads::new),
        new CommandEntry("pause_download", PauseDownload::new),
        new CommandEntry("resume_download", ResumeDownload::new),
        new CommandEntry("cancel_download", CancelDownload::new),
        new CommandEntry("explain", Explain::new));
  }
}
