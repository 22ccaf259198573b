package io.coterie.rpc.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Keys and certificates in PEM files. Files are replaced atomically and durably; a file with a key
 * can be read by its owner only. Errors name the file and say what is wrong with it.
 */
public final class Pem {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PUBLIC =
      PosixFilePermissions.fromString("rw-r--r--");

  private static final int MAX_BYTES = 1 << 20;

  private Pem() {}

  /** Writes a private key (PKCS #8), mode 0600. */
  public static void writeKey(Path file, PrivateKey key) throws IOException {
    write(file, "", List.of(new PemObject("PRIVATE KEY", key.getEncoded())), PRIVATE);
  }

  /** Writes certificates in their order. */
  public static void writeCertificates(Path file, Collection<X509Certificate> certificates)
      throws IOException {
    write(file, "", objects(certificates), PUBLIC);
  }

  /** Writes certificates in their order, below a line of text for people. */
  static void writeCertificates(
      Path file, String firstLine, Collection<X509Certificate> certificates) throws IOException {
    write(file, firstLine + "\n", objects(certificates), PUBLIC);
  }

  private static List<PemObject> objects(Collection<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> new PemObject("CERTIFICATE", Certificates.encode(certificate)))
        .toList();
  }

  /**
   * Reads the private key of a file, PKCS #8 or as openssl writes EC keys.
   *
   * @throws IOException when there is no file, or not exactly one unencrypted key in it
   */
  public static PrivateKey readKey(Path file) throws IOException {
    List<PrivateKey> keys = readKeys(file);
    if (keys.size() > 1) {
      throw new IOException(file + " holds " + keys.size() + " private keys; keep one of them");
    }
    return keys.get(0);
  }

  /**
   * Reads the private keys of a file, in their order.
   *
   * @throws IOException when there is no file, or no unencrypted key in it
   */
  public static List<PrivateKey> readKeys(Path file) throws IOException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    List<PrivateKey> keys = new ArrayList<>();
    for (Object object : read(file)) {
      try {
        if (object instanceof PrivateKeyInfo info) {
          keys.add(converter.getPrivateKey(info));
        } else if (object instanceof PEMKeyPair pair) {
          keys.add(converter.getKeyPair(pair).getPrivate());
        }
      } catch (PEMException e) {
        throw new IOException(file + " holds a key that cannot be used: " + e.getMessage(), e);
      }
    }
    if (keys.isEmpty()) {
      throw new IOException(file + " holds no unencrypted private key in PEM form");
    }
    return keys;
  }

  /**
   * Reads the certificates of a file, in their order.
   *
   * @throws IOException when there is no file or no certificate in it
   */
  public static List<X509Certificate> readCertificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object object : read(file)) {
      if (object instanceof X509CertificateHolder holder) {
        certificates.add(certificate(holder, file));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificate in PEM form");
    }
    return certificates;
  }

  private static X509Certificate certificate(X509CertificateHolder holder, Path file)
      throws IOException {
    try {
      return Certificates.decode(holder.getEncoded());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds a certificate that cannot be read", e);
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws IOException when there is no file, or it is larger than any PEM file needs to be
   */
  static byte[] readBytes(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException(file + " is not a PEM file: it is larger than 1 MiB");
    }
    return bytes;
  }

  private static List<Object> read(Path file) throws IOException {
    List<Object> objects = new ArrayList<>();
    InputStream bytes = new ByteArrayInputStream(readBytes(file));
    try (PEMParser parser =
        new PEMParser(new InputStreamReader(bytes, StandardCharsets.US_ASCII))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        objects.add(next);
      }
      return objects;
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + " is not a PEM file: " + e.getMessage(), e);
    }
  }

  private static void write(
      Path file, String header, List<PemObject> objects, Set<PosixFilePermission> mode)
      throws IOException {
    StringWriter text = new StringWriter();
    text.write(header);
    try (PemWriter writer = new PemWriter(text)) {
      for (PemObject object : objects) {
        writer.writeObject(object);
      }
    }
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    Path temporary =
        Files.createTempFile(
            folder,
            "." + file.getFileName(),
            ".tmp",
            PosixFilePermissions.asFileAttribute(PRIVATE));
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.setPosixFilePermissions(temporary, mode);
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
