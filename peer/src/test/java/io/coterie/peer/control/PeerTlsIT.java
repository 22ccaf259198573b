package io.coterie.peer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.testing.TestAuthority;
import io.coterie.rpc.tls.Pem;
import io.coterie.rpc.tls.TrustSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTlsIT {
  @TempDir Path folder;
  private final TestAuthority old = new TestAuthority();
  private final TestAuthority fresh = new TestAuthority();

  @Test
  void followsTheFileThatNamesTheAuthority() throws IOException {
    Path file = folder.resolve("ca.pem");
    PeerTls tls =
        new PeerTls(old.server("127.0.0.1"), new TrustSource(Optional.of(file), List.of(), folder));
    assertThatThrownBy(tls::requireTrackerTrust).isInstanceOf(Refusal.class);
    Pem.writeCertificates(file, List.of(old.certificate()));
    tls.requireTrackerTrust();
    assertThat(tls.trackers().current().certificates()).containsExactly(old.certificate());

    Pem.writeCertificates(file, List.of(old.certificate(), fresh.certificate()));
    tls.refresh();
    assertThat(tls.trackers().current().certificates())
        .containsExactlyInAnyOrder(old.certificate(), fresh.certificate());

    Files.writeString(file, "no certificate");
    tls.refresh();
    assertThat(tls.trackers().current().certificates()).as("kept").hasSize(2);
    Pem.writeCertificates(file, List.of(fresh.certificate()));
    tls.refresh();
    assertThat(tls.trackers().current().certificates()).containsExactly(fresh.certificate());
  }
}
