package io.coterie.tracker.file;

import io.coterie.tracker.group.GroupLock;
import io.coterie.tracker.group.GroupRef;
import io.coterie.tracker.store.Tx;
import java.util.List;
import java.util.Optional;

/** Where the entries of files are kept. */
public interface FileRepository {

  /** Adds an entry unless one of that name is listed. */
  void insert(Tx tx, GroupLock group, String name, FileContent content, String publisherKey);

  /** Finds a listed entry. */
  Optional<FileEntry> find(Tx tx, GroupRef group, String name);

  /** Listed entries by name, after the one named. */
  List<FileEntry> page(Tx tx, GroupRef group, String afterName, int limit);

  /** Takes an entry off the list, with its sources. */
  void remove(Tx tx, GroupLock group, String name);
}
