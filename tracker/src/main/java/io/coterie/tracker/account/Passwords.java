package io.coterie.tracker.account;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords, each at the cost of {@link Argon2id} in memory and time. At most
 * {@code atOnce} run; a few more wait, for a limited time; the rest are refused at once with
 * OVERLOADED. Thread-safe; blocks.
 */
public final class Passwords {

  private static final int WAITING_PER_RUNNING = 16;
  private static final Duration WAIT = Duration.ofSeconds(3);
  private static final int SALT_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Argon2id parameters;
  private final Semaphore running;
  private final Semaphore admitted;
  private final Duration wait;
  private final String nobody;

  /** As many at once as there are cores. */
  public Passwords() {
    this(Argon2id.CURRENT, Runtime.getRuntime().availableProcessors(), WAIT);
  }

  /** At most {@code atOnce} at a time, and each waits at most {@code wait} for its turn. */
  public Passwords(Argon2id parameters, int atOnce, Duration wait) {
    this.parameters = parameters;
    this.wait = wait;
    running = new Semaphore(atOnce, true);
    admitted = new Semaphore(atOnce * (1 + WAITING_PER_RUNNING));
    nobody = parameters.encode("nobody's", salt());
  }

  /** Hashes a new password for storage. */
  public String hash(String password) {
    return limited(() -> parameters.encode(password, salt()));
  }

  /** Whether the password is the one behind a stored hash. */
  public boolean matches(String password, String encoded) {
    return limited(() -> Argon2id.matches(password, encoded));
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
    return limited(() -> parameters.hash(secret, salt));
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  private <T> T limited(Supplier<T> work) {
    if (!admitted.tryAcquire()) {
      throw overloaded();
    }
    try {
      if (!running.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw overloaded();
      }
      try {
        return work.get();
      } finally {
        running.release();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw overloaded();
    } finally {
      admitted.release();
    }
  }

  private static Refusal overloaded() {
    return new Refusal(
            ErrorReason.ERROR_REASON_OVERLOADED,
            "too many passwords are being checked at the moment; try again in a second")
        .retryAfter(Duration.ofSeconds(1));
  }
}
