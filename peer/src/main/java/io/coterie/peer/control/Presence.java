package io.coterie.peer.control;

import com.google.protobuf.ByteString;
import io.coterie.peer.serve.DeliveryLog;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.tracker.PresenceReport;
import io.coterie.tracker.v1.Delivery;
import io.coterie.tracker.v1.Endpoint;
import io.coterie.tracker.v1.SharedFile;
import java.util.List;

/**
 * What this peer says about itself at a tracker: all that is served, and what was delivered.
 *
 * @param endpoints where other peers reach it, in the order in which to try
 */
public record Presence(List<Endpoint> endpoints, Catalog catalog, DeliveryLog deliveries)
    implements PresenceReport {

  @Override
  public List<SharedFile> shares() {
    return catalog.list().stream().map(Presence::sharedFile).distinct().toList();
  }

  private static SharedFile sharedFile(HeldContent content) {
    return SharedFile.newBuilder()
        .setGroupId(content.id().groupId())
        .setName(content.name())
        .setRoot(ByteString.copyFrom(content.id().root().toBytes()))
        .build();
  }

  @Override
  public List<Delivery> takeDeliveries(int max) {
    return deliveries.drain(max).stream()
        .map(
            delivery ->
                Delivery.newBuilder()
                    .setGroupId(delivery.groupId())
                    .setName(delivery.name())
                    .setUser(delivery.user())
                    .setBytes(delivery.bytes())
                    .build())
        .toList();
  }
}
