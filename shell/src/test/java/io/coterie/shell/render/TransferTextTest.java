package io.coterie.shell.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.peer.v1.Transfer;
import io.coterie.peer.v1.TransferState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TransferTextTest {
  private static Transfer.Builder transfer(TransferState state) {
    return Transfer.newBuilder()
        .setGroup("photos")
        .setName("a.bin")
        .setDestination("/home/bob/a.bin")
        .setState(state)
        .setSize(1 << 20)
        .setVerifiedBytes(450_000)
        .setRate(12 << 20)
        .setEtaSeconds(90)
        .setSources(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "RUNNING~[D] [photos] a.bin  42%  12.0 MiB/s  1m 30s left  3 sources",
        "QUEUED~[D] [photos] a.bin  42%  waiting",
        "CHECKING~[D] [photos] a.bin  42%  checking what is on disk",
        "PAUSED~[P] [photos] a.bin  42%  paused",
        "COMPLETE~[C] [photos] a.bin  100%  1.00 MiB  /home/bob/a.bin",
        "FAILED~[F] [photos] a.bin  42%  failed",
      })
  void beginsWithTheStateAndTheGroup(String state, String line) {
    TransferState value = TransferState.valueOf("TRANSFER_STATE_" + state);
    assertThat(TransferText.line(transfer(value).build())).isEqualTo(line);
  }

  @Test
  void saysWhyItFailedOrWaits() {
    Transfer failed =
        transfer(TransferState.TRANSFER_STATE_FAILED).setDetail("the disk is full").build();
    assertThat(TransferText.line(failed)).endsWith("42%  the disk is full");
    Transfer running =
        transfer(TransferState.TRANSFER_STATE_RUNNING)
            .clearEtaSeconds()
            .setSources(1)
            .setDetail("no source sends")
            .build();
    assertThat(TransferText.line(running)).endsWith("ETA -  1 source  (no source sends)");
  }

  @Test
  void makesHostileTextHarmless() {
    Transfer hostile =
        transfer(TransferState.TRANSFER_STATE_FAILED)
            .setGroup("a\u001b[2Jb")
            .setName("x\n[C] [photos] y\u202egpj.exe")
            .setDetail("\u0007bell")
            .build();
    assertThat(TransferText.line(hostile))
        .isEqualTo("[F] [a\\u{1b}[2Jb] x\\n[C] [photos] y\\u{202e}gpj.exe  42%  \\u{7}bell");
  }
}
