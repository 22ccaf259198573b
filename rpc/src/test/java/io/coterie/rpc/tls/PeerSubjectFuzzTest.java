package io.coterie.rpc.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.coterie.rpc.testing.Corpus;
import io.coterie.rpc.testing.FuzzInput;

/** The name in a certificate: there is one way to write a user and a peer, and only one. */
public final class PeerSubjectFuzzTest {
  private static final String SEPARATOR = "/peer/";

  @Corpus
  void holds(byte[] input) {
    fuzzerTestOneInput(input);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new FuzzInput(input).text();
    PeerSubject.parse(text)
        .ifPresent(
            subject -> {
              assertThat(subject.toUri()).isEqualTo(text);
              assertThat(PeerSubject.parse(subject.toUri())).hasValue(subject);
            });
    PeerSubject anyUser = new PeerSubject(text, new PeerId("a".repeat(52)));
    assertThat(PeerSubject.parse(anyUser.toUri())).hasValue(anyUser);
    assertThat(anyUser.toUri().indexOf(SEPARATOR))
        .isEqualTo(anyUser.toUri().lastIndexOf(SEPARATOR));
  }
}
