package io.coterie.tracker.trust;

import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What a certificate is to say beside its key.
 *
 * @param commonName for people who look at it; nothing relies on it; at most 64 characters
 * @param names the subject's alternative names
 * @param usages what the key may be used for
 * @param life how long it lasts
 */
record CertificateTemplate(
    String commonName, List<GeneralName> names, List<KeyPurposeId> usages, Duration life) {

  CertificateTemplate {
    names = List.copyOf(names);
    usages = List.copyOf(usages);
  }
}
