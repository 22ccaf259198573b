package io.coterie.shell.command.file;

import io.coterie.shell.command.CommandEntry;
import java.util.List;

/** The commands of this package. */
public final class FileCommands {
  private FileCommands() {}

  /** In the order in which help shows them. */
  public static List<CommandEntry> all() {
    return List.of(
        new CommandEntry("upload_file", UploadFile::new),
        new CommandEntry("list_files", ListFiles::new),
        new CommandEntry("list_sources", ListSources::new),
        new CommandEntry("stop_share", StopShare::new),
        new CommandEntry("remove_file", RemoveFile::new));
  }
}
