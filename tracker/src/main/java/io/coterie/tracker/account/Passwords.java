package io.coterie.tracker.account;

import java.security.SecureRandom;
import java.time.Duration;

/**
 * Hashes and checks passwords, each at the cost of {@link Argon2id} in memory and time. At most
 * {@code atOnce} run; a few more wait, for a limited time; the rest are refused at once with
 * OVERLOADED. Thread-safe; blocks.
 */
public final class Passwords {

  /** What all hashes at once may take of the heap: 1 / this. */
  private static final int SHARE_OF_HEAP = 4;

  private static final int WAITING_PER_RUNNING = 16;
  private static final Duration WAIT = Duration.ofSeconds(3);
  private static final int SALT_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Argon2id parameters;
  private final HashQueue queue;
  private final String nobody;

  /** As many at once as there are cores, but no more than a quarter of the heap has room for. */
  public Passwords() {
    this(
        Argon2id.CURRENT,
        atOnce(Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory()),
        WAIT);
  }

  /** At most {@code atOnce} at a time, and each waits at most {@code wait} for its turn. */
  public Passwords(Argon2id parameters, int atOnce, Duration wait) {
    this.parameters = parameters;
    queue = new HashQueue(atOnce, atOnce * WAITING_PER_RUNNING, wait);
    nobody = parameters.encode("nobody's", salt());
  }

  static int atOnce(int cores, long maxHeapBytes) {
    long room = maxHeapBytes / SHARE_OF_HEAP / (Argon2id.CURRENT.memoryKib() * 1024L);
    return (int) Math.min(cores, Math.max(1, room));
  }

  /** Hashes a new password for storage. */
  public String hash(String password) {
    return queue.run(() -> parameters.encode(password, salt()));
  }

  /** Whether the password is the one behind a stored hash. */
  public boolean matches(String password, String encoded) {
    return queue.run(() -> Argon2id.matches(password, encoded));
  }

  /** Takes as long as {@link #matches}, for a name without an account. */
  public void matchNobody(String password) {
    boolean unused = matches(password, nobody);
  }

  /** Whether a stored hash was made with other parameters than new ones are. */
  public boolean isOutdated(String encoded) {
    return !Argon2id.of(encoded).equals(parameters);
  }

  /** A digest of a secret that is as hard to guess from as a stored hash; 32 bytes. */
  public byte[] digest(String secret, byte[] salt) {
    return queue.run(() -> parameters.hash(secret, salt));
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }
}
