package io.coterie.tracker.app;

import com.github.benmanes.caffeine.cache.Ticker;
import io.coterie.rpc.auth.Authenticator;
import io.coterie.tracker.account.Passwords;
import io.coterie.tracker.grpc.AddressInterceptor;
import io.coterie.tracker.grpc.PresenceGrpcService;
import io.coterie.tracker.grpc.TrustGrpcService;
import io.coterie.tracker.presence.Capacity;
import io.coterie.tracker.presence.DeliveryLog;
import io.coterie.tracker.presence.Presence;
import io.coterie.tracker.sql.SqlAccounts;
import io.coterie.tracker.sql.SqlDeployments;
import io.coterie.tracker.sql.SqlGroupViews;
import io.coterie.tracker.sql.SqlMemberships;
import io.coterie.tracker.sql.SqlPresence;
import io.coterie.tracker.store.ChangeCounter;
import io.coterie.tracker.store.Cleaning;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.trust.GrantSigner;
import io.coterie.tracker.trust.PeerCertificates;
import io.coterie.tracker.trust.Trust;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Everything that a tracker serves, on a store and a deployment's keys, as yet without a port. */
final class TrackerServices {

  private final DomainServices domain;
  private final Presence presence;
  private final List<BindableService> all;

  /** Wires the services; nothing runs by itself until presence is started. */
  TrackerServices(
      Transactions store,
      ChangeCounter changes,
      Supplier<Trust> trust,
      InstantSource clock,
      Passwords passwords,
      boolean registrationOpen,
      Capacity capacity) {
    String deploymentId = store.write(new SqlDeployments()::loadOrCreate).id();
    domain =
        new DomainServices(
            store,
            new PeerCertificates(trust, clock),
            new GrantSigner(deploymentId, trust, clock),
            registrationOpen,
            passwords,
            Ticker.systemTicker());
    presence =
        new Presence(
            store, changes, new SqlPresence(), new SqlGroupViews(), deploymentId, clock, capacity);
    PresenceGrpcService presenceService =
        new PresenceGrpcService(
            presence,
            domain.announcements(),
            new DeliveryLog(store, new SqlMemberships(), new SqlAccounts(), domain.events()));
    all = new ArrayList<>(domain.services());
    all.add(new TrustGrpcService(deploymentId, trust, clock));
    all.add(() -> ServerInterceptors.intercept(presenceService, new AddressInterceptor()));
  }

  /** All services. */
  List<BindableService> all() {
    return List.copyOf(all);
  }

  /** Authenticates holders of sessions. */
  Authenticator authenticator() {
    return domain.authenticator();
  }

  /** The attached peers. */
  Presence presence() {
    return presence;
  }

  /** What is to be removed now and then. */
  Cleaning cleaning() {
    return domain.cleaning();
  }
}
