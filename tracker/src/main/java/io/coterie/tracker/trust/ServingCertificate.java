package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Identity;
import io.coterie.rpc.tls.Keys;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.util.IPAddress;

/**
 * Makes what a tracker shows to those who connect. Its key lives in memory only: each start, and
 * each renewal, makes a new one.
 */
final class ServingCertificate {

  /** How long a serving certificate lasts. */
  static final Duration LIFE = Duration.ofDays(30);

  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");

  private ServingCertificate() {}

  /**
   * Makes a key and certifies it for this machine's own names and the given ones.
   *
   * @param authority signs it
   * @param hosts further host names and IP addresses, without ports and brackets
   * @param now the tracker's clock
   */
  static Identity issue(CertificateAuthority authority, List<String> hosts, Instant now) {
    Set<String> all = new LinkedHashSet<>(hosts);
    all.addAll(LOCAL);
    List<GeneralName> names = new ArrayList<>();
    for (String host : all) {
      int kind = IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName;
      names.add(new GeneralName(kind, host));
    }
    KeyPair pair = Keys.generate();
    CertificateTemplate template =
        new CertificateTemplate(
            "Coterie tracker", names, List.of(KeyPurposeId.id_kp_serverAuth), LIFE);
    X509Certificate certificate = authority.issue(pair.getPublic(), template, now);
    return new Identity(pair.getPrivate(), authority.chainOf(certificate));
  }
}
