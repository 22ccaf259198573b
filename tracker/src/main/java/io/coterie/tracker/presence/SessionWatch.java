package io.coterie.tracker.presence;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.store.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Ends the streams whose session has ended, whoever ended it. Confined to one thread. */
final class SessionWatch {

  private static final int SESSIONS_PER_QUERY = 500;

  private final Transactions transactions;
  private final GroupViewRepository sessions;
  private final Attachments attachments;

  SessionWatch(Transactions transactions, GroupViewRepository sessions, Attachments attachments) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.attachments = attachments;
  }

  /** Looks at all streams. */
  void look() {
    look(attachments.all());
  }

  /** Looks at the streams of some users. */
  void lookAt(Collection<String> userKeys) {
    look(userKeys.stream().flatMap(userKey -> attachments.of(userKey).stream()).toList());
  }

  private void look(List<Attachment> streams) {
    for (int from = 0; from < streams.size(); from += SESSIONS_PER_QUERY) {
      List<Attachment> some =
          streams.subList(from, Math.min(streams.size(), from + SESSIONS_PER_QUERY));
      Set<String> ids =
          some.stream().map(stream -> stream.peer().sessionId()).collect(Collectors.toSet());
      Set<String> live = transactions.read(tx -> sessions.liveSessions(tx, ids));
      for (Attachment attachment : some) {
        if (!live.contains(attachment.peer().sessionId())) {
          attachment.stream()
              .end(
                  new Refusal(
                      ErrorReason.ERROR_REASON_SESSION_INVALID,
                      "the session has ended; log in again"));
        }
      }
    }
  }
}
