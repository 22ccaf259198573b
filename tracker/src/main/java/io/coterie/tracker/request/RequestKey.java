package io.coterie.tracker.request;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.validate.Names;
import java.util.Optional;

/**
 * Names one intended change.
 *
 * @param caller who intends it
 * @param requestId made by the client
 * @param session in which it is intended; empty for a stranger
 */
public record RequestKey(String caller, String requestId, Optional<SessionCaller> session) {

  /** A change by a user, from whichever session. */
  public static RequestKey of(SessionCaller caller, String requestId) {
    return new RequestKey("user/" + caller.userKey(), requestId, Optional.of(caller));
  }

  /** A change by a stranger, told apart by the method and the name it is about. */
  public static RequestKey ofStranger(String method, String user, String requestId) {
    return new RequestKey(method + "/" + Names.fold(user), requestId, Optional.empty());
  }
}
