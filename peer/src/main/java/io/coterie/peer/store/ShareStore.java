package io.coterie.peer.store;

import io.coterie.peer.content.FileStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The files that a user shares from this peer. Thread-safe; every method reads or writes disk. */
public final class ShareStore {
  private final StateFolder<SharedFile> folder;

  ShareStore(Path folder) {
    this.folder = new StateFolder<>(folder, ".share", new ShareCodec());
  }

  /**
   * Reads the shares whose files are still what was hashed. A share whose file is missing stays
   * stored, because the file may come back; one whose file changed is forgotten.
   */
  public Loaded<SharedFile> load() throws IOException {
    Loaded<SharedFile> stored = folder.load();
    List<SharedFile> usable = new ArrayList<>();
    List<String> problems = new ArrayList<>(stored.problems());
    for (SharedFile share : stored.entries()) {
      String what = share.name() + " in " + share.group();
      try {
        if (FileStamp.of(share.path()).equals(share.stamp())) {
          usable.add(share);
        } else {
          remove(share);
          problems.add(
              what + " is not shared any more: " + share.path() + " was changed; share it again");
        }
      } catch (IOException e) {
        problems.add(
            what
                + " is not shared for now: "
                + share.path()
                + " cannot be read; put the file back and log in again");
      }
    }
    return new Loaded<>(usable, problems);
  }

  /** Stores a share durably, in place of one of the same name in the group. */
  public void save(SharedFile share) throws IOException {
    folder.write(key(share), share);
  }

  /** Forgets the share of this name in its group. */
  public void remove(SharedFile share) throws IOException {
    folder.delete(key(share));
  }

  private static String key(SharedFile share) {
    String name = share.id().groupId() + "/" + share.name();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
