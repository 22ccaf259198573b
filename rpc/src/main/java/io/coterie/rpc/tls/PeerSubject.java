package io.coterie.rpc.tls;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Whom a peer's certificate speaks for, written into it as the SAN URI {@code
 * coterie://user/USER/peer/PEER-ID} with the user's name percent-encoded.
 *
 * @param user the account's name as stored
 * @param peerId the peer
 */
public record PeerSubject(String user, PeerId peerId) {

  private static final String SCHEME = "coterie://user/";
  private static final String SEPARATOR = "/peer/";
  private static final int SAN_URI = 6;

  /** The SAN URI. */
  public String toUri() {
    String encoded = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
    return SCHEME + encoded + SEPARATOR + peerId;
  }

  /** Reads a SAN URI; empty when it is not of this form. */
  public static Optional<PeerSubject> parse(String uri) {
    int separator = uri.lastIndexOf(SEPARATOR);
    if (!uri.startsWith(SCHEME) || separator < SCHEME.length()) {
      return Optional.empty();
    }
    try {
      String user =
          URLDecoder.decode(uri.substring(SCHEME.length(), separator), StandardCharsets.UTF_8);
      PeerSubject subject =
          new PeerSubject(user, new PeerId(uri.substring(separator + SEPARATOR.length())));
      return Optional.of(subject).filter(read -> read.toUri().equals(uri));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** The subject of a certificate; empty when it names none, or more than one. */
  public static Optional<PeerSubject> of(X509Certificate certificate) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException malformed) {
      return Optional.empty();
    }
    if (names == null) {
      return Optional.empty();
    }
    List<String> uris =
        names.stream()
            .filter(name -> name.get(0).equals(SAN_URI))
            .map(name -> String.valueOf(name.get(1)))
            .toList();
    return uris.size() == 1 ? parse(uris.get(0)) : Optional.empty();
  }
}
