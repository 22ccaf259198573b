package io.coterie.peer.control;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.limit.TransferLimits;
import io.coterie.peer.v1.SetLimitsRequest;
import io.coterie.peer.v1.SetLimitsResponse;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;

/** Sets limits as the user asks, of all transfers or of one. Thread-safe. */
final class Limits {
  private final Logins logins;
  private final TransferLimits down;
  private final TransferLimits up;

  Limits(Logins logins, TransferLimits down, TransferLimits up) {
    this.logins = logins;
    this.down = down;
    this.up = up;
  }

  /**
   * Sets those that are present.
   *
   * @throws Refusal when there is no such transfer
   */
  SetLimitsResponse set(SetLimitsRequest request) {
    return request.getGroup().isEmpty() && request.getName().isEmpty()
        ? setForAll(request)
        : setForOne(request);
  }

  private SetLimitsResponse setForAll(SetLimitsRequest request) {
    if (request.hasDown()) {
      down.all().set(request.getDown());
    }
    if (request.hasUp()) {
      up.all().set(request.getUp());
    }
    return SetLimitsResponse.newBuilder().setDown(down.all().get()).setUp(up.all().get()).build();
  }

  private SetLimitsResponse setForOne(SetLimitsRequest request) {
    String field = request.getGroup().isEmpty() ? "group" : "name";
    if (request.getGroup().isEmpty() || request.getName().isEmpty()) {
      throw new Refusal(
              ErrorReason.ERROR_REASON_FIELD_INVALID, "a limit of one file needs group and name")
          .withField(field, "must be given, too");
    }
    ContentId id = request.hasDown() ? downloaded(request) : served(request);
    if (request.hasDown()) {
      set(down, id, request.getDown());
    }
    if (request.hasUp()) {
      set(up, id, request.getUp());
    }
    return SetLimitsResponse.newBuilder().setDown(down.get(id)).setUp(up.get(id)).build();
  }

  private static void set(TransferLimits limits, ContentId id, long bytesPerSecond) {
    if (!limits.set(id, bytesPerSecond)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_OVERLOADED,
          TransferLimits.MAX_SINGLE + " files have limits of their own; lift some with off");
    }
  }

  private ContentId downloaded(SetLimitsRequest request) {
    return logins
        .require()
        .downloads()
        .find(request.getGroup(), request.getName())
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorReason.ERROR_REASON_TRANSFER_NOT_FOUND,
                    request.getName()
                        + " is not being downloaded from "
                        + request.getGroup()
                        + "; show_downloads lists what is"));
  }

  /** What is sent: a share, or what has come of a download. */
  private ContentId served(SetLimitsRequest request) {
    UserSession user = logins.require();
    return user.shares()
        .find(request.getGroup(), request.getName())
        .or(() -> user.downloads().find(request.getGroup(), request.getName()))
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorReason.ERROR_REASON_NOT_SHARING,
                    "this peer does not share " + request.getName() + " in " + request.getGroup()));
  }
}
