package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Certificates;
import io.coterie.tracker.store.DeploymentKeys;
import io.coterie.tracker.store.DeploymentRepository;
import io.coterie.tracker.store.Transactions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes sure that all trackers of a store are supplied with the same keys. The store names the keys
 * that were taken into use last; others are accepted when the two overlap such that each side knows
 * what the other uses, as in every step of a rotation. Then they become those of the store. Blocks
 * on the store.
 */
public final class SharedKeys implements KeyAgreement {

  private final Transactions transactions;
  private final DeploymentRepository deployments;

  public SharedKeys(Transactions transactions, DeploymentRepository deployments) {
    this.transactions = transactions;
    this.deployments = deployments;
  }

  /**
   * Agrees on keys.
   *
   * @throws TrustException when they are not those of the deployment
   * @throws io.coterie.rpc.error.Refusal STORE_UNAVAILABLE
   */
  @Override
  public void adopt(Trust trust) {
    DeploymentKeys own = keysOf(trust);
    transactions.<Boolean>write(
        tx -> {
          Optional<DeploymentKeys> known = deployments.lockKeys(tx);
          known.ifPresent(keys -> check(own, keys));
          if (!known.equals(Optional.of(own))) {
            deployments.setKeys(tx, own);
          }
          return true;
        });
  }

  /**
   * Looks whether the other trackers have gone on to keys that do not fit these. Keys that are
   * forgotten fit all.
   *
   * @throws TrustException when they have
   * @throws io.coterie.rpc.error.Refusal STORE_UNAVAILABLE
   */
  @Override
  public void compare(Trust trust) {
    DeploymentKeys own = keysOf(trust);
    transactions.read(deployments::keys).ifPresent(keys -> check(own, keys));
  }

  private static DeploymentKeys keysOf(Trust trust) {
    X509Certificate inUse = trust.authority().root();
    return new DeploymentKeys(
        Stream.concat(
                Stream.of(inUse),
                trust.authorities().stream().filter(other -> !other.equals(inUse)))
            .map(Certificates::fingerprint)
            .toList(),
        trust.grantKeys().stream().map(GrantKey::keyId).toList());
  }

  private static void check(DeploymentKeys own, DeploymentKeys known) {
    check("the authority", own.authorities(), known.authorities());
    check("the grant key", own.grantKeys(), known.grantKeys());
  }

  private static void check(String what, List<String> own, List<String> known) {
    if (!known.contains(own.get(0))) {
      throw refused(what, own.get(0), "is none of those that the deployment knows: " + known);
    }
    if (!own.contains(known.get(0))) {
      throw refused(what, own.get(0), "came without the one in use: " + known.get(0));
    }
  }

  private static TrustException refused(String what, String own, String why) {
    return new TrustException(
        what
            + " "
            + own
            + " "
            + why
            + "; supply what the other trackers of the store have, replace keys with an overlap, or,"
            + " when they must go at once, stop all trackers and run bin/tracker forget-keys");
  }
}
