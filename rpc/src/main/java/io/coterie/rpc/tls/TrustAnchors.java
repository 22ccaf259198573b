package io.coterie.rpc.tls;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The authorities that are trusted: by their certificates, or by the fingerprints of certificates
 * that servers send at the end of their chain.
 *
 * @param certificates trusted authorities
 * @param fingerprints SHA-256 over DER of trusted authorities, 64 lower-case hex digits each
 */
public record TrustAnchors(Set<X509Certificate> certificates, Set<String> fingerprints) {

  private static final String LOCAL_CA = "tracker/ca.crt";
  private static final String REMEMBERED_CA = "known_ca.pem";

  /** Copies the sets. */
  public TrustAnchors {
    certificates = Set.copyOf(certificates);
    fingerprints = Set.copyOf(fingerprints);
  }

  /** Trusts these authorities. */
  public static TrustAnchors of(Collection<X509Certificate> certificates) {
    return new TrustAnchors(Set.copyOf(certificates), Set.of());
  }

  /**
   * Finds the deployment's authorities: the first of a file named by the user, the fingerprints of
   * trackerinfo.txt, the authority made by a tracker under the same home, the authority remembered
   * from earlier.
   *
   * @param caFile what {@code --ca} names
   * @param fingerprints the {@code ca-sha256} lines
   * @param home COTERIE_HOME
   * @throws Refusal TRACKER_NOT_TRUSTED when there is none, or the file found cannot be read
   */
  public static TrustAnchors resolve(Optional<Path> caFile, List<String> fingerprints, Path home) {
    if (caFile.isPresent()) {
      return read(caFile.get());
    }
    if (!fingerprints.isEmpty()) {
      return new TrustAnchors(Set.of(), Set.copyOf(fingerprints));
    }
    for (Path file : List.of(home.resolve(LOCAL_CA), home.resolve(REMEMBERED_CA))) {
      if (Files.exists(file)) {
        return read(file);
      }
    }
    throw new Refusal(
        ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED,
        "no certificate authority to trust: name its file with --ca FILE, or put its fingerprint"
            + " into trackerinfo.txt as \"ca-sha256 = HEX\", or start the tracker under the same"
            + " COTERIE_HOME ("
            + home
            + ")");
  }

  private static TrustAnchors read(Path file) {
    try {
      return of(Pem.readCertificates(file));
    } catch (IOException e) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED,
          "the certificate authority cannot be read: " + e.getMessage(),
          e);
    }
  }
}
