package io.coterie.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionGateTest {

  private final ConnectionGate gate = new ConnectionGate(new ConnectionLimits(3, 2, 2));

  @Test
  void onlyTheNewestHandshakesGoOn() {
    List<EmbeddedChannel> opening = accept(4);
    assertThat(opening)
        .extracting(EmbeddedChannel::isOpen)
        .containsExactly(false, false, true, true);
    assertThat(gate.established(opening.get(0))).as("closed before").isFalse();
    assertThat(gate.established(opening.get(2))).isTrue();
    accept(1);
    assertThat(opening.get(3).isOpen()).as("there is room again").isTrue();
  }

  @Test
  void oneAddressHasNoMoreThanItsShare() {
    EmbeddedChannel first = establish();
    EmbeddedChannel second = establish();
    EmbeddedChannel surplus = establish();
    assertThat(List.of(first.isOpen(), second.isOpen(), surplus.isOpen()))
        .containsExactly(true, true, false);
    var unused = first.close();
    assertThat(establish().isOpen()).isTrue();
  }

  private EmbeddedChannel establish() {
    EmbeddedChannel connection = accept(1).get(0);
    gate.established(connection);
    return connection;
  }

  private List<EmbeddedChannel> accept(int count) {
    List<EmbeddedChannel> accepted = Stream.generate(EmbeddedChannel::new).limit(count).toList();
    accepted.forEach(gate::accepted);
    return accepted;
  }
}
