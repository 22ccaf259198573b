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

class TrustSourceIT {

  @TempDir Path home;

  @Test
  void theFirstOfFileFingerprintLocalAndRememberedCounts() throws IOException {
    TestAuthority remembered = new TestAuthority();
    TestAuthority local = new TestAuthority();
    TestAuthority named = new TestAuthority();

    Pem.writeCertificates(home.resolve("known_ca.pem"), List.of(remembered.certificate()));
    assertThat(resolve(Optional.empty(), List.of()).certificates())
        .containsExactly(remembered.certificate());

    Files.createDirectory(home.resolve("tracker"));
    Pem.writeCertificates(home.resolve("tracker/ca.crt"), List.of(local.certificate()));
    assertThat(resolve(Optional.empty(), List.of()).certificates())
        .containsExactly(local.certificate());

    String fingerprint = Certificates.fingerprint(named.certificate());
    assertThat(resolve(Optional.empty(), List.of(fingerprint)).fingerprints())
        .containsExactly(fingerprint);
    assertThat(resolve(Optional.empty(), List.of(fingerprint)).certificates()).isEmpty();

    Path file = home.resolve("named.pem");
    Pem.writeCertificates(file, List.of(named.certificate()));
    assertThat(resolve(Optional.of(file), List.of("0".repeat(64))).certificates())
        .containsExactly(named.certificate());
  }

  @Test
  void withoutAnyTheThreeWaysAreNamed() {
    assertThatThrownBy(() -> resolve(Optional.empty(), List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("--ca FILE")
        .hasMessageContaining("ca-sha256")
        .hasMessageContaining("confirm its fingerprint once in a shell at a terminal")
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

  @Test
  void whatIsConfirmedIsRememberedForOneDeployment() throws IOException {
    TrustSource source = new TrustSource(Optional.empty(), List.of(), home);
    TestAuthority old = new TestAuthority();
    TestAuthority fresh = new TestAuthority();
    assertThat(source.isEmpty()).isTrue();
    assertThat(source.remembered()).isEmpty();
    String before = source.version();

    source.known().remember("deployment-1", List.of(old.certificate()));
    assertThat(source.isEmpty()).isFalse();
    assertThat(source.version()).isNotEqualTo(before);
    assertThat(source.resolve().certificates()).containsExactly(old.certificate());
    KnownAuthorities known = source.remembered().orElseThrow();
    known.require("deployment-1");
    assertThatThrownBy(() -> known.follow("deployment-2", List.of(fresh.certificate())))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("was confirmed for deployment deployment-1")
        .hasMessageContaining("delete that file");

    known.follow("deployment-1", List.of(old.certificate(), fresh.certificate()));
    assertThat(source.resolve().certificates())
        .containsExactlyInAnyOrder(old.certificate(), fresh.certificate());

    Path file = home.resolve("named.pem");
    Pem.writeCertificates(file, List.of(old.certificate()));
    assertThat(new TrustSource(Optional.of(file), List.of(), home).remembered())
        .as("what the user names counts, and not what was confirmed")
        .isEmpty();
  }

  @Test
  void aChangeOfANamedFileIsNoticed() throws IOException {
    Path file = home.resolve("named.pem");
    TrustSource source = new TrustSource(Optional.of(file), List.of(), home);
    String none = source.version();
    Pem.writeCertificates(file, List.of(new TestAuthority().certificate()));
    String one = source.version();
    Pem.writeCertificates(file, List.of(new TestAuthority().certificate()));

    assertThat(source.version()).isNotIn(none, one).isEqualTo(source.version());
  }

  private TrustAnchors resolve(Optional<Path> file, List<String> fingerprints) {
    return new TrustSource(file, fingerprints, home).resolve();
  }
}
