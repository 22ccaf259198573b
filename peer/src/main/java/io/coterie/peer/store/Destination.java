package io.coterie.peer.store;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Where a download goes. */
public final class Destination {
  private static final int MAX_NAME_BYTES = 255;

  private Destination() {}

  /**
   * Finds out where a file goes and whether it can. The user chooses the folder; a name that comes
   * from others never leads out of it.
   *
   * @param wanted an absolute path: of the file, or of a folder in which it keeps its name
   * @param name the file's name in the group
   * @param overwrite whether a file that is there may be replaced
   * @return the absolute path of the file, in a folder that exists
   * @throws Refusal DESTINATION_EXISTS, DESTINATION_UNUSABLE, or what {@link Names#requireFileName}
   *     says of the name
   */
  public static Path resolve(Path wanted, String name, boolean overwrite) {
    if (!wanted.isAbsolute()) {
      throw unusable(wanted + " is not an absolute path");
    }
    Path file = wanted.normalize();
    if (Files.isDirectory(file)) {
      file = file.resolve(Names.requireFileName(name));
    }
    requireFolder(file);
    if (Files.isDirectory(file)) {
      throw unusable(file + " is a folder; name a file in it");
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!overwrite) {
        throw new Refusal(
            ErrorReason.ERROR_REASON_DESTINATION_EXISTS,
            file + " exists; choose another destination, or allow it to be replaced");
      }
      if (!Files.isRegularFile(file)) {
        throw unusable(file + " is no regular file and is not replaced");
      }
    }
    return file;
  }

  private static void requireFolder(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw unusable(file + " is no file");
    }
    if (!Files.isDirectory(folder)) {
      throw unusable("the folder " + folder + " does not exist; make it first");
    }
    if (!Files.isWritable(folder)) {
      throw unusable("the folder " + folder + " cannot be written to");
    }
    int bytes = String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      throw unusable("the name of the file has " + bytes + " bytes; at most 255 are possible");
    }
  }

  private static Refusal unusable(String message) {
    return new Refusal(ErrorReason.ERROR_REASON_DESTINATION_UNUSABLE, message);
  }
}
