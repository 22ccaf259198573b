package io.coterie.tracker.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106, version 19) and its PHC string form, {@code
 * $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}. Costs {@code memoryKib} of heap a call.
 *
 * @param memoryKib memory in KiB
 * @param iterations passes over it
 * @param parallelism lanes
 */
public record Argon2id(int memoryKib, int iterations, int parallelism) {

  /** What new hashes are made with. */
  public static final Argon2id CURRENT = new Argon2id(19 * 1024, 2, 1);

  private static final int HASH_BYTES = 32;
  private static final int MAX_MEMORY_KIB = 256 * 1024;
  private static final int MAX_ITERATIONS = 100;
  private static final int MAX_PARALLELISM = 16;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([^$]+)\\$([^$]+)");

  /** Hashes a password into the form that is stored. */
  String encode(String password, byte[] salt) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib,
            iterations,
            parallelism,
            base64.encodeToString(salt),
            base64.encodeToString(hash(password, salt)));
  }

  /** The bare hash, 32 bytes. */
  byte[] hash(String password, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(parallelism)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  /** Whether the password is the one that was encoded; in constant time. */
  static boolean matches(String password, String encoded) {
    Matcher phc = parse(encoded);
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] expected = base64.decode(phc.group(5));
    byte[] actual = parameters(phc).hash(password, base64.decode(phc.group(4)));
    return MessageDigest.isEqual(expected, actual);
  }

  /** The parameters that a stored hash was made with. */
  static Argon2id of(String encoded) {
    return parameters(parse(encoded));
  }

  private static Argon2id parameters(Matcher phc) {
    return new Argon2id(
        Integer.parseInt(phc.group(1)),
        Integer.parseInt(phc.group(2)),
        Integer.parseInt(phc.group(3)));
  }

  /** A damaged row must cost no more than a hash can. */
  private static boolean isAffordable(Argon2id read) {
    return read.parallelism >= 1
        && read.parallelism <= MAX_PARALLELISM
        && read.iterations >= 1
        && read.iterations <= MAX_ITERATIONS
        && read.memoryKib >= 8 * read.parallelism
        && read.memoryKib <= MAX_MEMORY_KIB;
  }

  private static Matcher parse(String encoded) {
    Matcher phc = PHC.matcher(encoded);
    if (!phc.matches() || !isAffordable(parameters(phc))) {
      throw new IllegalArgumentException("the store holds a password hash of unknown form");
    }
    return phc;
  }
}
