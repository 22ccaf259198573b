package io.coterie.tracker.request;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.validate.Names;

/**
 * Names one intended change.
 *
 * @param caller who intends it
 * @param requestId made by the client
 */
public record RequestKey(String caller, String requestId) {

  /** A change by a user, from whichever session. */
  public static RequestKey of(SessionCaller caller, String requestId) {
    return new RequestKey("user/" + caller.userKey(), requestId);
  }

  /** A change by a stranger, told apart by the method and the name it is about. */
  public static RequestKey ofStranger(String method, String user, String requestId) {
    return new RequestKey(method + "/" + Names.fold(user), requestId);
  }
}
