package io.coterie.peer.metrics;

import io.coterie.peer.control.Logins;
import io.coterie.peer.download.TransferState;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.serve.ServeContext;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.rpc.flow.ByteBudget;
import io.coterie.rpc.operations.Instruments;
import io.coterie.rpc.server.RpcServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The figures of a peer beside those of its calls; docs/kubernetes.md lists them. */
public final class PeerFigures {

  private static final AttributeKey<String> BUDGET = AttributeKey.stringKey("budget");
  private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");
  private static final AttributeKey<String> DIRECTION = AttributeKey.stringKey("direction");

  private final Instruments instruments;

  /** Shows figures through these. */
  public PeerFigures(Instruments instruments) {
    this.instruments = instruments;
  }

  /** What is sent to other peers. */
  public void serving(ServeContext serving, Catalog catalog) {
    instruments.counter(
        "coterie.peer.sent", "By", "Content sent to other peers", serving.uploads()::total);
    instruments.counter(
        "coterie.peer.pieces.sent",
        "{piece}",
        "Pieces sent to other peers to their last byte",
        serving.uploads()::pieces);
    instruments.gauge(
        "coterie.peer.streams.serving",
        "{stream}",
        "Streams to other peers, of content and of what is held",
        serving.streams()::count);
    instruments.gauge(
        "coterie.peer.files.serving",
        "{file}",
        "Files that are served, wholly or in part",
        () -> catalog.list().size());
  }

  /** What is received from other peers. */
  public void receiving(FetchResources fetch, FrameCounts frames) {
    instruments.counter(
        "coterie.peer.received",
        "By",
        "Content received from other peers and verified",
        fetch::verifiedBytes);
    instruments.counter(
        "coterie.peer.pieces.received",
        "{piece}",
        "Pieces received from other peers and verified",
        fetch::verifiedPieces);
    instruments.counter(
        "coterie.peer.frames.received", "{frame}", "Frames of pieces received", frames::received);
    instruments.counter(
        "coterie.peer.frames.copied_twice",
        "{frame}",
        "Frames received whose transport gave no access to its buffers",
        frames::copiedTwice);
  }

  /** The memory that content takes on its way. */
  public void memory(ServeContext serving, FetchResources fetch, FrameBuffers buffers) {
    Map<String, ByteBudget> budgets =
        Map.of(
            "send_ahead", serving.ahead(),
            "receive_ahead", fetch.ahead(),
            "in_flight", fetch.budget());
    budgets(
        "coterie.peer.budget.lent", "Bytes of a budget that are lent", budgets, ByteBudget::taken);
    budgets("coterie.peer.budget.limit", "Bytes that a budget has", budgets, ByteBudget::capacity);
    instruments.gauge(
        "coterie.peer.buffers.lent", "{buffer}", "Buffers for frames that are lent", buffers::lent);
  }

  private void budgets(
      String name,
      String description,
      Map<String, ByteBudget> budgets,
      ToLongFunction<ByteBudget> value) {
    instruments.gauges(
        name,
        "By",
        description,
        measured ->
            budgets.forEach(
                (budget, bytes) ->
                    measured.record(value.applyAsLong(bytes), Attributes.of(BUDGET, budget))));
  }

  /** Who is logged in, at whose trackers and with which downloads; and all connections to peers. */
  public void user(Logins logins, RpcServer server) {
    instruments.gauge(
        "coterie.peer.sessions",
        "{session}",
        "1 while a user is logged in",
        () -> logins.isLoggedIn() ? 1 : 0);
    instruments.gauge(
        "coterie.peer.trackers.attached",
        "{tracker}",
        "1 while attached to a tracker",
        () -> logins.isAttached() ? 1 : 0);
    instruments.gauges(
        "coterie.peer.downloads",
        "{download}",
        "Downloads by state; of the complete ones the last thousand",
        measured -> downloads(logins, measured));
    instruments.gauges(
        "coterie.peer.connections",
        "{connection}",
        "Connections from other peers and to them",
        measured -> {
          measured.record(server.connections(), Attributes.of(DIRECTION, "in"));
          measured.record(logins.connections(), Attributes.of(DIRECTION, "out"));
        });
  }

  private static void downloads(Logins logins, ObservableLongMeasurement measured) {
    Map<TransferState, Long> counts = new EnumMap<>(TransferState.class);
    logins.downloads().forEach(download -> counts.merge(download.state(), 1L, Long::sum));
    for (TransferState state : TransferState.values()) {
      measured.record(
          counts.getOrDefault(state, 0L),
          Attributes.of(STATE, state.name().toLowerCase(Locale.ROOT)));
    }
  }
}
