package io.coterie.tracker.presence;

import io.coterie.tracker.presence.PeerEvent.Membership;
import io.coterie.tracker.presence.PeerEvent.Revocation;
import io.coterie.tracker.store.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What presence reads of groups and sessions: levels and versions, never a log. */
public interface GroupViewRepository {

  /** The version of every group by its id. */
  Map<String, Long> versions(Tx tx);

  /**
   * What changed in a group after a version, in parts when that is a lot; empty when there is no
   * such group.
   */
  Optional<GroupChange> changedSince(Tx tx, String groupId, long version);

  /** The user's place in each group in which there is one. */
  List<Membership> memberships(Tx tx, String userKey);

  /** What was revoked since a moment in the groups of which the user is a member. */
  List<Revocation> revocations(Tx tx, String userKey, Instant since);

  /** Those of the sessions that have neither ended nor run out. */
  Set<String> liveSessions(Tx tx, Collection<String> sessionIds);
}
