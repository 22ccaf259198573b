package io.coterie.peer.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads to a small disk of its own; skipped where none can be mounted. */
class DiskFullIT {
  private static final int DISK = 16 * DownloadFixture.MIB;
  private static final int FILE = 12 * DownloadFixture.MIB;

  @TempDir Path temp;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(temp.resolve("got"));
    mounted =
        "root".equals(System.getProperty("user.name"))
            && run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString());
    assumeTrue(mounted, "only root can mount a disk");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void saysBeforehandThatThereIsTooLittleRoom() throws Exception {
    try (DownloadFixture peer = new DownloadFixture(temp, FILE)) {
      ScriptedSource source = peer.source("a");
      Path ballast = fill(8 * DownloadFixture.MIB);
      peer.start();
      peer.until(() -> peer.only().state() == TransferState.FAILED);
      assertThat(peer.only().detail())
          .contains("the disk is too full", FILE + " bytes are still to come", "resume");
      assertThat(source.asked()).isEmpty();

      Files.delete(ballast);
      peer.manager.resume(peer.only().id()).join();
      peer.untilComplete();
      assertThat(peer.destination).hasBinaryContent(peer.content);
    }
  }

  @Test
  void keepsWhatItHasWhenTheDiskFillsUpHalfWay() throws Exception {
    try (DownloadFixture peer = new DownloadFixture(temp, FILE)) {
      ScriptedSource source = peer.source("a");
      peer.limit.set(DownloadFixture.MIB);
      peer.start();
      peer.passTimeUntil(() -> peer.only().verifiedBytes() > 0);
      Path ballast = fill(DISK);
      peer.limit.set(0);
      peer.until(
          () -> {
            peer.time.advance(Duration.ofMillis(250));
            return peer.only().state() == TransferState.FAILED;
          });
      assertThat(peer.only().detail()).contains("the disk is full: make room", "resume");
      long kept = peer.only().verifiedBytes();
      assertThat(kept).isBetween((long) DownloadFixture.MIB, FILE - 1L);
      int asked = source.asked().size();

      Files.delete(ballast);
      peer.manager.resume(peer.only().id()).join();
      peer.untilComplete();
      assertThat(peer.destination).hasBinaryContent(peer.content);
      assertThat(source.asked()).hasSize(asked + (int) ((FILE - kept) / DownloadFixture.MIB));
    }
  }

  /** Takes so many bytes of the disk, or all that is free. */
  private Path fill(int bytes) throws IOException {
    Path ballast = disk.resolve("ballast");
    byte[] block = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      for (int written = 0; written < bytes; written += block.length) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    return ballast;
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
