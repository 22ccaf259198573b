package io.coterie.tracker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.tracker.presence.PeerEvent.Reattach;
import io.coterie.tracker.presence.PeerEvent.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickerTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private final Attachments attachments = new Attachments();
  private final Ticker ticker = new Ticker(attachments, () -> NOW);

  @Test
  void everyStreamHasItsTurnOnceARound() {
    List<RecordedStream> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RecordedStream stream = new RecordedStream();
      streams.add(stream);
      attachments.open(attachment(i, stream));
    }

    rounds(3);

    assertThat(streams)
        .allSatisfy(
            stream ->
                assertThat(stream.told)
                    .containsExactly(new Tick(NOW), new Tick(NOW), new Tick(NOW)));
  }

  @Test
  void aStreamThatNeverArrivesIsEnded() {
    RecordedStream slow = new RecordedStream();
    RecordedStream quick = new RecordedStream();
    Attachment arriving = attachment(1, slow);
    Attachment arrived = attachment(2, quick);
    ticker.expect(arriving);
    ticker.expect(arrived);
    ticker.met(arrived);

    rounds((int) Ticker.ARRIVAL.toSeconds());
    assertThat(slow.ends).isEmpty();
    ticker.next();

    assertThat(slow.ends).hasSize(1);
    assertThat(slow.ends.get(0)).hasMessageContaining("not finished within 30 seconds");
    assertThat(quick.ends).isEmpty();
  }

  @Test
  void aStreamThatHasSaidAllIsTickedHoweverLongTheStateTakes() {
    RecordedStream stream = new RecordedStream();
    Attachment announced = attachment(1, stream);
    attachments.open(announced);
    ticker.expect(announced);
    rounds(2);
    ticker.met(announced);

    rounds((int) Ticker.ARRIVAL.toSeconds());

    assertThat(stream.told).hasSize(2 + (int) Ticker.ARRIVAL.toSeconds());
    assertThat(stream.ends).isEmpty();
  }

  @Test
  void aPeerIsAskedToAttachAnewAboutOnceAnHour() {
    List<RecordedStream> streams = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      RecordedStream stream = new RecordedStream();
      streams.add(stream);
      attachments.open(attachment(i, stream));
    }

    rounds((int) Ticker.STAY.toSeconds() - 1);
    assertThat(streams).allSatisfy(stream -> assertThat(asked(stream)).isZero());
    rounds((int) Ticker.STAY_LONGER.toSeconds() / 2);
    assertThat(streams).anySatisfy(stream -> assertThat(asked(stream)).isZero());
    assertThat(streams).anySatisfy(stream -> assertThat(asked(stream)).isEqualTo(1));
    rounds((int) Ticker.STAY_LONGER.toSeconds() / 2);

    assertThat(streams).allSatisfy(stream -> assertThat(asked(stream)).isEqualTo(1));
  }

  private static long asked(RecordedStream stream) {
    return stream.told.stream().filter(new Reattach()::equals).count();
  }

  private void rounds(int count) {
    for (int i = 0; i < count * Attachments.SLOTS; i++) {
      ticker.next();
    }
  }

  private static Attachment attachment(int number, PeerStream stream) {
    return new Attachment(
        "attach-" + 37 * number,
        new AttachedPeer("u" + number, "u" + number, "s" + number, "p" + number, List.of()),
        stream);
  }
}
