package io.coterie.peer.download;

import static io.coterie.peer.download.DownloadFixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantRenewalTest {
  @TempDir Path temp;

  @Test
  void aFreshGrantIsCarriedToRunningStreams() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      peer.start();
      peer.until(() -> source.asked().size() == 2);
      peer.group.renewGrants();
      peer.passTimeUntil(() -> source.grants().contains("grant-2"));
      assertThat(source.grants()).containsExactly("grant-1", "grant-2");
      assertThat(source.streamsOpened()).isEqualTo(1);
      source.release();
      peer.untilComplete();
    }
  }

  @Test
  void aGrantRefusedIsReplacedByOneFreshOneAndTheStreamGoesOn() throws IOException {
    for (ErrorReason reason :
        new ErrorReason[] {
          ErrorReason.ERROR_REASON_GRANT_EXPIRED, ErrorReason.ERROR_REASON_GRANT_REVOKED
        }) {
      try (DownloadFixture peer = new DownloadFixture(temp.resolve(reason.name()), 4 * MIB)) {
        ScriptedSource source = peer.source("a").hold();
        peer.start();
        peer.until(() -> source.asked().size() == 4);
        source.refuseGrants(reason, grant -> grant.equals("grant-2"));
        peer.until(() -> source.asked().size() == 8);
        assertThat(source.streamsOpened()).isEqualTo(2);
        assertThat(source.grants()).containsExactly("grant-1", "grant-2");
        assertThat(peer.report(source).state()).isEqualTo("sending");
        source.release();
        peer.untilComplete();
      }
    }
  }

  @Test
  void aSourceThatRefusesEveryGrantIsLeftAlone() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource stubborn = peer.source("stubborn").hold();
      peer.start();
      peer.until(() -> stubborn.asked().size() == 2);
      stubborn.refuseGrants(ErrorReason.ERROR_REASON_GRANT_EXPIRED, grant -> false);
      peer.until(() -> peer.report(stubborn).state().startsWith("tried again later: it refuses"));
      peer.source("good");
      peer.passTimeUntil(() -> peer.only().state() == TransferState.COMPLETE);
      peer.assertComplete();
    }
  }

  @Test
  void aMembershipThatEndedFailsTheDownloadAtTheFirstRevocation() throws IOException {
    try (DownloadFixture peer = new DownloadFixture(temp, 2 * MIB)) {
      ScriptedSource source = peer.source("a").hold();
      peer.start();
      peer.until(() -> source.asked().size() == 2);
      peer.group.refuse(new Refusal(ErrorReason.ERROR_REASON_NOT_MEMBER, "members only"));
      source.refuseGrants(ErrorReason.ERROR_REASON_GRANT_REVOKED, grant -> false);
      peer.untilState(TransferState.FAILED);
      assertThat(peer.only().detail()).startsWith("you are not a member of photos any more");
    }
  }
}
