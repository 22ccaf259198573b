package io.coterie.tracker.presence;

import io.coterie.rpc.error.Refusal;
import java.util.ArrayList;
import java.util.List;

/** A stream that keeps what it is told, and why it is ended. */
final class RecordedStream implements PeerStream {
  final List<PeerEvent> told = new ArrayList<>();
  final List<Refusal> ends = new ArrayList<>();

  @Override
  public void tell(PeerEvent event) {
    told.add(event);
  }

  @Override
  public void end(Refusal why) {
    ends.add(why);
  }

  /** What was told of a kind since the last call, which also forgets the rest. */
  <E extends PeerEvent> List<E> take(Class<E> kind) {
    List<E> taken = told.stream().filter(kind::isInstance).map(kind::cast).toList();
    told.clear();
    return taken;
  }
}
