package io.coterie.tracker.presence;

import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What presence reads of groups and sessions: levels and versions, never a log. */
public interface GroupViewRepository {

  /** The groups that changed at a moment or later, in one order, after the one given. */
  List<ChangedGroup> changed(Tx tx, Instant since, Optional<ChangedGroup> after, int limit);

  /** As {@link #changed}, those that went. */
  List<ChangedGroup> deleted(Tx tx, Instant since, Optional<ChangedGroup> after, int limit);

  /** The places that began at a moment or later and last, in one order, after the one given. */
  List<BegunPlace> begun(Tx tx, Instant since, Optional<BegunPlace> after, int limit);

  /** The versions of groups, by id; those that are gone are left out. */
  Map<String, Long> versions(Tx tx, Collection<String> groupIds);

  /** In how many groups users have a place, by key. */
  Map<String, Integer> places(Tx tx, Collection<String> userKeys);

  /**
   * What changed in a group after a version, in parts when that is a lot; empty when there is no
   * such group.
   */
  Optional<GroupChange> changedSince(Tx tx, String groupId, long version);

  /** The user's place in each group in which there is one, by the groups' ids, up to a number. */
  List<KnownPlace> memberships(Tx tx, String userKey, int limit);

  /**
   * What was revoked since a moment in the groups of which the user is a member, by group and user,
   * after the one given.
   */
  List<Revoked> revocations(
      Tx tx, String userKey, Instant since, Optional<Revoked> after, int limit);

  /** What was revoked since a moment in a group, by user, after the one given. */
  List<Revoked> revocationsIn(
      Tx tx, String groupId, Instant since, Optional<Revoked> after, int limit);

  /** Those of the sessions that have neither ended nor run out. */
  Set<String> liveSessions(Tx tx, Collection<String> sessionIds);
}
