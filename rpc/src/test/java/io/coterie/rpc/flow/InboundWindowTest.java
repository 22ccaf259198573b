package io.coterie.rpc.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundWindowTest {

  private final List<Integer> requests = new ArrayList<>();
  private final InboundWindow window = new InboundWindow(2, requests::add);

  @Test
  void asksForOneMoreAsEachIsConsumed() {
    window.open();
    window.received();
    window.received();
    assertThat(window.held()).isEqualTo(2);
    assertThat(requests).containsExactly(2);
    window.consumed();
    assertThat(requests).containsExactly(2, 1);
    window.received();
    assertThat(window.held()).isEqualTo(2);
  }

  @Test
  void misuseIsNoticed() {
    assertThatThrownBy(window::received).isInstanceOf(IllegalStateException.class);
    window.open();
    assertThatThrownBy(window::open).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(window::consumed).isInstanceOf(IllegalStateException.class);
    window.received();
    window.received();
    assertThatThrownBy(window::received).isInstanceOf(IllegalStateException.class);
  }
}
