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

  /** Finds a listed entry of the group of that name; empty also unless the user is a member. */
  Optional<FileEntry> findAsMember(Tx tx, String groupName, String userKey, String name);

  /** Listed entries by name, after the one named; none unless the user is a member. */
  List<FileEntry> pageAsMember(
      Tx tx, String groupName, String userKey, String afterName, int limit);

  /** Takes an entry off the list, with its sources. */
  void remove(Tx tx, GroupLock group, String name);
}
