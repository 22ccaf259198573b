package io.coterie.tracker.trust;

import io.coterie.rpc.tls.Keys;
import io.coterie.rpc.tls.Pem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The folder that holds a deployment's keys and certificates; {@link TrustReader} says in which
 * files. In a tracker's own folder what is missing on the first start is made; what is there, made
 * or put there, is used. Trackers that start at once go one after the other. A folder that was
 * supplied is only read.
 */
public final class TrustFolder {

  /** File locks hold between processes only; this one holds between threads. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path folder;
  private final boolean own;

  private TrustFolder(Path folder, boolean own) {
    this.folder = folder;
    this.own = own;
  }

  /** An existing folder that belongs to the tracker. */
  public static TrustFolder own(Path folder) {
    return new TrustFolder(folder, true);
  }

  /** A folder that somebody else fills, such as a mounted Secret. */
  public static TrustFolder supplied(Path folder) {
    return new TrustFolder(folder, false);
  }

  /**
   * Makes what is missing, in a folder of the tracker's own. Blocks while another process does.
   *
   * @param now the tracker's clock
   * @throws TrustException when there is no folder, or a file cannot be read, written or used
   */
  void prepare(Instant now) {
    if (own) {
      makeMissing(now);
    } else if (!Files.isDirectory(folder)) {
      throw new TrustException(
          folder + " is no directory; name the one with the deployment's keys and certificates");
    }
  }

  /**
   * Loads what is there.
   *
   * @param now the tracker's clock
   * @throws TrustException when a file is missing or cannot be read or used
   */
  Trust load(Instant now) {
    try {
      return new TrustReader(folder, now).read();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Names the state of all files, so that a change is noticed. */
  String version() {
    return TrustReader.versionOf(folder);
  }

  private static TrustException unusable(IOException e) {
    String why = e instanceof AccessDeniedException ? " may not be read or written" : "";
    return new TrustException(e.getMessage() + why + "; restore it or check its rights", e);
  }

  private void makeMissing(Instant now) {
    Path lock = folder.resolve("trust.lock");
    IN_PROCESS.lock();
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      makeAuthority(now);
      Path grantKeys = folder.resolve(TrustReader.GRANT_KEYS);
      if (!Files.exists(grantKeys)) {
        Pem.writeKey(grantKeys, Keys.generate().getPrivate());
      }
    } catch (IOException e) {
      throw unusable(e);
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private void makeAuthority(Instant now) throws IOException {
    Path certificates = folder.resolve(TrustReader.AUTHORITIES);
    if (Files.exists(certificates) || Files.exists(folder.resolve(TrustReader.KEY))) {
      return;
    }
    // A key without its certificate is what a start that was cut short leaves behind.
    Path keyFile = folder.resolve(TrustReader.AUTHORITY_KEY);
    KeyPair pair;
    if (Files.exists(keyFile)) {
      pair = TrustReader.keyPair(keyFile);
    } else {
      pair = Keys.generate();
      Pem.writeKey(keyFile, pair.getPrivate());
    }
    CertificateAuthority made = CertificateAuthority.selfSigned(pair, now);
    Pem.writeCertificates(certificates, List.of(made.certificate()));
  }
}
