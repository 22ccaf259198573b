package io.coterie.tracker.request;

/** Digests passwords so slowly that the digest is no help in guessing them. */
@FunctionalInterface
public interface SecretDigest {

  /** The digest of a secret under a salt of 16 bytes. */
  byte[] digest(String secret, byte[] salt);
}
