package io.coterie.tracker.file;

import io.coterie.tracker.store.Tx;
import java.util.List;
import java.util.Optional;

/** Where it is kept which peers hold which files. */
public interface SourceRepository {

  /** Makes a peer a source; false when it is one already. */
  boolean add(Tx tx, Holding file, String userKey, String peerId);

  /**
   * As {@link #add}, when the file is listed, its root is the announced one, and the peer's user is
   * a member.
   */
  boolean addAnnounced(Tx tx, Announced file, Holder holder);

  /** Takes a peer out as a source; false when it was none. */
  boolean remove(Tx tx, Holding file, String userKey, String peerId);

  /** How many sources a file has. */
  int count(Tx tx, Holding file);

  /** The sources asked for; empty when there are none, and unless the user is a member. */
  Optional<SourcePage> pageAsMember(Tx tx, String userKey, SourceQuery query);

  /**
   * What a peer is a source of, as the entries are now, by group and name in one order, after the
   * one given.
   */
  List<Announced> heldBy(Tx tx, Holder holder, Optional<Holding> after, int limit);

  /** Takes a peer out as a source of everything. */
  void drop(Tx tx, String userKey, String peerId);
}
