package io.coterie.tracker.grpc;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.flow.OutboundPump;
import io.coterie.rpc.net.HostPort;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.rpc.validate.Names;
import io.coterie.tracker.file.Announced;
import io.coterie.tracker.file.Inventory;
import io.coterie.tracker.presence.AttachedPeer;
import io.coterie.tracker.presence.Attachment;
import io.coterie.tracker.presence.Delivery;
import io.coterie.tracker.presence.DeliveryLog;
import io.coterie.tracker.presence.Outbox;
import io.coterie.tracker.presence.PeerEvent;
import io.coterie.tracker.presence.PeerEvent.Snapshot;
import io.coterie.tracker.presence.PeerEvent.Tick;
import io.coterie.tracker.presence.PeerStream;
import io.coterie.tracker.presence.Presence;
import io.coterie.tracker.v1.Announcement;
import io.coterie.tracker.v1.AttachRequest;
import io.coterie.tracker.v1.AttachResponse;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.Hello;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attach stream. What the peer says comes one message at a time: the next is asked for when the
 * one before has been dealt with, and after reports of deliveries only with the next tick.
 */
final class AttachCall
    implements StreamObserver<AttachRequest>, PeerStream, OutboundPump.Source<AttachResponse> {

  private final SessionCaller caller;
  private final Optional<String> address;
  private final Presence presence;
  private final Inventory inventory;
  private final DeliveryLog deliveries;
  private final ServerCallStreamObserver<AttachResponse> stream;
  private final OutboundPump<AttachResponse> pump;
  private final Outbox outbox = new Outbox();
  private final AtomicBoolean askAtTick = new AtomicBoolean();

  private volatile @Nullable Attachment attachment;
  private volatile boolean finished;

  // Confined to the calls of the inbound side.
  private boolean announced;

  AttachCall(
      SessionCaller caller,
      Optional<String> address,
      Presence presence,
      Inventory inventory,
      DeliveryLog deliveries,
      ServerCallStreamObserver<AttachResponse> stream) {
    this.caller = caller;
    this.address = address;
    this.presence = presence;
    this.inventory = inventory;
    this.deliveries = deliveries;
    this.stream = stream;
    stream.disableAutoRequest();
    this.pump = OutboundPump.respond(stream, this, this::leave);
    stream.request(1);
  }

  @Override
  public void onNext(AttachRequest request) {
    try {
      switch (request.getMessageCase()) {
        case HELLO -> hello(request.getHello());
        case ANNOUNCEMENT -> announce(request.getAnnouncement());
        case DELIVERIES -> report(request);
        case MESSAGE_NOT_SET -> throw invalid("message", "is required");
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void hello(Hello hello) {
    if (attachment != null) {
      throw invalid("hello", "is the first message, and only the first");
    }
    List<HostPort> endpoints = new ArrayList<>();
    for (int i = 0; i < hello.getEndpointsCount(); i++) {
      endpoints.add(endpoint(hello.getEndpoints(i), "hello.endpoints[" + i + "].host"));
    }
    String peerId = caller.peer().orElseThrow().peerId().value();
    attachment =
        presence.arrive(
            new AttachedPeer(
                caller.user(), caller.userKey(), caller.sessionId(), peerId, endpoints),
            this);
    stream.request(1);
  }

  private HostPort endpoint(Endpoint endpoint, String field) {
    String host = endpoint.getHost();
    if (host.isEmpty()) {
      String seen =
          address.orElseThrow(
              () -> invalid(field, "is required, as the tracker cannot see your address"));
      // The zone of a link-local address means nothing elsewhere.
      host = seen.split("%", 2)[0];
    }
    try {
      return new HostPort(host, endpoint.getPort());
    } catch (IllegalArgumentException e) {
      throw invalid(field, "is neither a host name nor an IP address");
    }
  }

  private void announce(Announcement part) {
    Attachment arrived = attachment;
    if (arrived == null || announced) {
      throw invalid("announcement", "comes directly after hello, and once");
    }
    if (part.getLast()) {
      presence.announced(arrived);
    }
    inventory.add(
        part.getFilesList().stream()
            .map(file -> new Announced(file.getGroupId(), file.getName(), file.getRoot()))
            .toList());
    if (part.getLast()) {
      announced = true;
      inventory.finish();
      inventory.close();
      presence.attach(arrived);
    }
    stream.request(1);
  }

  private void report(AttachRequest request) {
    if (!announced) {
      throw invalid("deliveries", "come after hello and the announcement");
    }
    deliveries.add(
        caller.userKey(),
        request.getDeliveries().getDeliveriesList().stream()
            .map(
                delivery ->
                    new Delivery(
                        delivery.getGroupId(),
                        delivery.getName(),
                        Names.fold(delivery.getUser()),
                        delivery.getBytes()))
            .toList());
    askAtTick.set(true);
  }

  @Override
  public void onError(Throwable broken) {
    leave();
  }

  @Override
  public void onCompleted() {
    finished = true;
    leave();
    pump.wake();
  }

  @Override
  public void tell(PeerEvent event) {
    if (!outbox.offer(event)) {
      end(
          new Refusal(
                  ErrorReason.ERROR_REASON_OVERLOADED,
                  "the peer does not take what it is told; attach again")
              .retryAfter(Duration.ofSeconds(1)));
      return;
    }
    if (event instanceof Tick && askAtTick.getAndSet(false)) {
      stream.request(1);
    }
    pump.wake();
  }

  @Override
  public void end(Refusal why) {
    fail(why);
  }

  @Override
  public @Nullable AttachResponse next() {
    PeerEvent event = outbox.poll();
    Attachment arrived = attachment;
    if (arrived != null && event instanceof Snapshot part && part.more()) {
      presence.goOn(arrived);
    }
    return event == null ? null : AttachResponses.of(event);
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  private void fail(RuntimeException why) {
    leave();
    pump.fail(why);
  }

  private void leave() {
    inventory.close();
    Attachment left = attachment;
    if (left != null) {
      presence.leave(left);
    }
  }

  private static Refusal invalid(String field, String rule) {
    return new Refusal(ErrorReason.ERROR_REASON_FIELD_INVALID, field + " " + rule)
        .withField(field, rule);
  }
}
