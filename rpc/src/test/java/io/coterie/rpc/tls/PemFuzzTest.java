package io.coterie.rpc.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Keys and certificates that users supply: a file is refused, or reads the same when rewritten. */
public final class PemFuzzTest {
  private static final Path FILE = temporary();

  @Corpus
  void holds(byte[] input) throws IOException {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    FuzzInput fuzz = new FuzzInput(input);
    boolean key = fuzz.below(2) == 0;
    Files.write(FILE, fuzz.rest());
    if (key) {
      key();
    } else {
      certificates();
    }
  }

  private static void key() throws IOException {
    PrivateKey read;
    try {
      read = Pem.readKey(FILE);
    } catch (IOException refused) {
      assertThat(refused).hasMessageContaining(FILE.toString());
      return;
    }
    Pem.writeKey(FILE, read);
    assertThat(Pem.readKey(FILE)).isEqualTo(read);
  }

  private static void certificates() throws IOException {
    List<X509Certificate> read;
    try {
      read = Pem.readCertificates(FILE);
    } catch (IOException refused) {
      assertThat(refused).hasMessageContaining(FILE.toString());
      return;
    }
    assertThat(read).isNotEmpty();
    read.forEach(PeerSubject::of);
    Pem.writeCertificates(FILE, read);
    assertThat(Pem.readCertificates(FILE)).isEqualTo(read);
  }

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("fuzz", ".pem");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
