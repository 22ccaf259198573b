package io.coterie.tracker.group;

import io.coterie.tracker.store.Tx;
import java.util.List;
import java.util.Optional;

/** Where groups are kept. */
public interface GroupRepository {

  /** Adds a group with version 1; empty when the name's key is taken. */
  Optional<GroupLock> insert(Tx tx, String groupId, String name);

  /** Raises the version of the group of that name. */
  Optional<GroupLock> lock(Tx tx, String name);

  /** Raises the version of the group with that id. */
  Optional<GroupLock> lockById(Tx tx, String groupId);

  /** Finds a group without locking it, and the user's place in it. */
  Optional<Standing> find(Tx tx, String name, String userKey);

  /** A group as the user sees it. */
  Optional<Group> view(Tx tx, String name, String userKey);

  /** Groups as the user sees them, in the order of their folded names, after the one named. */
  List<Group> page(Tx tx, String userKey, Optional<String> afterName, int limit);

  /** Removes a group with everything in it. */
  void delete(Tx tx, String groupId);
}
