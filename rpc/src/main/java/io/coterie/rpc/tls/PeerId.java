package io.coterie.rpc.tls;

import java.security.PublicKey;
import java.util.regex.Pattern;

/**
 * Names a peer by its key: base32 (RFC 4648, lower case, without padding) of the SHA-256 of the
 * key's SubjectPublicKeyInfo; 52 characters.
 *
 * @param value the 52 characters
 */
public record PeerId(String value) implements Comparable<PeerId> {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern FORM = Pattern.compile("[a-z2-7]{52}");
  private static final String AUTHORITY_SUFFIX = ".peers.coterie.internal";

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when the value is no peer id
   */
  public PeerId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a peer id has 52 characters of a-z and 2-7");
    }
  }

  /** The id of the peer that holds the private key to this public key. */
  public static PeerId of(PublicKey key) {
    return new PeerId(base32(Digests.sha256(key.getEncoded())));
  }

  /** The host name by which TLS verifies that this peer answers. */
  public String authority() {
    return value + AUTHORITY_SUFFIX;
  }

  @Override
  public int compareTo(PeerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte next : bytes) {
      buffer = ((buffer << 8) | (next & 0xff)) & 0xfff;
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(ALPHABET.charAt((buffer >> (bits - 5)) & 31));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }
}
