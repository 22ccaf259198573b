package io.coterie.rpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemIT {

  @TempDir Path folder;

  @Test
  void aKeyIsReadBackAndOnlyItsOwnerMayReadIt() throws IOException {
    KeyPair pair = Keys.generate();
    Path file = folder.resolve("a.key");
    Files.writeString(file, "old");
    Pem.writeKey(file, pair.getPrivate());
    assertThat(Pem.readKey(file).getEncoded()).isEqualTo(pair.getPrivate().getEncoded());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aChainIsReadBackInItsOrder() throws IOException {
    Identity identity = new TestAuthority().server("localhost");
    Path file = folder.resolve("a.crt");
    Pem.writeCertificates(file, identity.chain());
    assertThat(Pem.readCertificates(file)).isEqualTo(identity.chain());
  }

  @Test
  void readsKeysAsOpensslWritesThem() throws IOException {
    Path file = folder.resolve("sec1.key");
    Files.writeString(
        file,
        """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIGjUANf8FSBCwekIUVXzRm+J5+BDj+qDIlLx4qszMooYoAoGCCqGSM49
        AwEHoUQDQgAE3TJwzvMzhUeiL4uH5Ti4T+nEwrEw9MiOSWJPk7wG7WaO/vIfIQBe
        qjpdAOnR5PbUec1vbjnGOAeuV6cD9sY10g==
        -----END EC PRIVATE KEY-----
        """);
    assertThat(Pem.readKey(file).getAlgorithm()).isIn("EC", "ECDSA");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path file = folder.resolve("x.pem");
    assertThatThrownBy(() -> Pem.readKey(file)).hasMessage(file + " does not exist");
    Files.writeString(file, "hello");
    assertThatThrownBy(() -> Pem.readKey(file)).hasMessageContaining("holds no unencrypted");
    assertThatThrownBy(() -> Pem.readCertificates(file)).hasMessageContaining("no certificate");
    Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> Pem.readCertificates(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a PEM file");
  }
}
