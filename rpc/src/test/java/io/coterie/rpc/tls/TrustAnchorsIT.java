package io.coterie.rpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustAnchorsIT {

  @TempDir Path home;

  @Test
  void theFirstOfFileFingerprintLocalAndRememberedCounts() throws IOException {
    TestAuthority remembered = new TestAuthority();
    TestAuthority local = new TestAuthority();
    TestAuthority named = new TestAuthority();

    Pem.writeCertificates(home.resolve("known_ca.pem"), List.of(remembered.certificate()));
    assertThat(resolve(Optional.empty(), List.of())).isEqualTo(remembered.anchors());

    Files.createDirectory(home.resolve("tracker"));
    Pem.writeCertificates(home.resolve("tracker/ca.crt"), List.of(local.certificate()));
    assertThat(resolve(Optional.empty(), List.of())).isEqualTo(local.anchors());

    String fingerprint = Certificates.fingerprint(named.certificate());
    assertThat(resolve(Optional.empty(), List.of(fingerprint)).fingerprints())
        .containsExactly(fingerprint);
    assertThat(resolve(Optional.empty(), List.of(fingerprint)).certificates()).isEmpty();

    Path file = home.resolve("named.pem");
    Pem.writeCertificates(file, List.of(named.certificate()));
    assertThat(resolve(Optional.of(file), List.of("0".repeat(64)))).isEqualTo(named.anchors());
  }

  @Test
  void withoutAnyTheThreeWaysAreNamed() {
    assertThatThrownBy(() -> resolve(Optional.empty(), List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("--ca FILE")
        .hasMessageContaining("ca-sha256")
        .hasMessageContaining("COTERIE_HOME")
        .extracting(thrown -> ((Refusal) thrown).reason())
        .isEqualTo(ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED);
  }

  @Test
  void aFileThatIsNamedMustBeReadable() {
    assertThatThrownBy(() -> resolve(Optional.of(home.resolve("none.pem")), List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("none.pem does not exist");
  }

  private TrustAnchors resolve(Optional<Path> file, List<String> fingerprints) {
    return TrustAnchors.resolve(file, fingerprints, home);
  }
}
