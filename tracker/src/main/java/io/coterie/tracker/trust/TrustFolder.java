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
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The folder that holds a deployment's authority ({@code ca.crt}, {@code ca.key}) and its grant key
 * ({@code grant.key}). What is missing on the first start is made; what is there, made or supplied,
 * is used. Trackers that start at once go one after the other.
 */
public final class TrustFolder {

  /** File locks hold between processes only; this one holds between threads. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path folder;
  private final Path authorityFile;
  private final Path authorityKeyFile;
  private final Path grantKeyFile;

  /** The trust in an existing folder. */
  public TrustFolder(Path folder) {
    this.folder = folder;
    this.authorityFile = folder.resolve("ca.crt");
    this.authorityKeyFile = folder.resolve("ca.key");
    this.grantKeyFile = folder.resolve("grant.key");
  }

  /**
   * Loads what is there and makes what is missing. Blocks while another process does.
   *
   * @param now the tracker's clock
   * @throws TrustException when a file cannot be read, written or used
   */
  public Trust open(Instant now) {
    Path lock = folder.resolve("trust.lock");
    IN_PROCESS.lock();
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      return new Trust(authority(now), grantKey());
    } catch (IOException e) {
      String why = e instanceof AccessDeniedException ? " may not be read or written" : "";
      throw new TrustException(e.getMessage() + why + "; restore it or check its rights", e);
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private CertificateAuthority authority(Instant now) throws IOException {
    if (Files.exists(authorityFile)) {
      return loadAuthority(now);
    }
    // A key without its certificate is what a start that was cut short leaves behind.
    CertificateAuthority made = CertificateAuthority.selfSigned(loadOrMake(authorityKeyFile), now);
    Pem.writeCertificates(authorityFile, List.of(made.certificate()));
    return made;
  }

  private CertificateAuthority loadAuthority(Instant now) throws IOException {
    X509Certificate certificate = Pem.readCertificates(authorityFile).get(0);
    if (!Files.exists(authorityKeyFile)) {
      throw new TrustException(
          authorityKeyFile
              + " is missing beside ca.crt; restore it, or move ca.crt away to make a new authority"
              + " that every peer must trust anew");
    }
    KeyPair pair = load(authorityKeyFile);
    if (!pair.getPublic().equals(certificate.getPublicKey())) {
      throw new TrustException(
          authorityKeyFile + " is not the key of ca.crt; restore the two that belong together");
    }
    if (certificate.getBasicConstraints() < 0) {
      throw new TrustException(
          authorityFile + " is no certificate of an authority; supply one that may sign others");
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new TrustException(
          authorityFile
              + " ran out on "
              + certificate.getNotAfter().toInstant()
              + "; supply a new authority, or move ca.crt and ca.key away to make one");
    }
    return new CertificateAuthority(pair.getPrivate(), certificate);
  }

  private GrantKey grantKey() throws IOException {
    KeyPair pair = loadOrMake(grantKeyFile);
    return new GrantKey((ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic());
  }

  private static KeyPair loadOrMake(Path file) throws IOException {
    if (Files.exists(file)) {
      return load(file);
    }
    KeyPair made = Keys.generate();
    Pem.writeKey(file, made.getPrivate());
    return made;
  }

  private static KeyPair load(Path file) throws IOException {
    if (Pem.readKey(file) instanceof ECPrivateKey key && PublicKeys.isP256(key)) {
      return new KeyPair(PublicKeys.of(key), key);
    }
    throw new TrustException(file + " is not a P-256 key; supply one");
  }
}
