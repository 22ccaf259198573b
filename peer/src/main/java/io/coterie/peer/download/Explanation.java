package io.coterie.peer.download;

import java.util.List;

/**
 * Why a download does what it does. Immutable.
 *
 * @param transfer the download
 * @param findings what stands out, the most important first, one sentence each
 * @param sources what is known of each source
 */
public record Explanation(
    TransferSnapshot transfer, List<String> findings, List<SourceReport> sources) {
  public Explanation {
    findings = List.copyOf(findings);
    sources = List.copyOf(sources);
  }
}
