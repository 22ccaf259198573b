package io.coterie.peer.download;

import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.source.Source;
import io.coterie.peer.source.SourceInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explains in plain words what a download does and why. */
final class Findings {
  private Findings() {}

  /** What a running download waits for, or copies; empty when pieces come from sources. */
  static Optional<String> waiting(DownloadRun run) {
    String copying = run.copy().map(LocalCopy::action).orElse("");
    if (!copying.isEmpty()) {
      return Optional.of(copying);
    }
    if (!run.isFetching() || run.connected() > 0) {
      return run.swarm().filter(Findings::isShort).map(swarm -> "waits: " + lacking(swarm));
    }
    SourcePool pool = run.pool();
    if (!pool.hasAsked()) {
      return Optional.empty();
    }
    if (!pool.trouble().isEmpty()) {
      return Optional.of("waits: " + pool.trouble() + ", and no known source is connected");
    }
    if (pool.directory().usable() == 0) {
      return Optional.of(
          pool.directory().all().stream().anyMatch(source -> source.ban().isPresent())
              ? "waits: the only sources online have sent wrong data; goes on when another comes"
              : "waits: "
                  + PlainWords.nobody(infos(pool))
                  + run.copy().map(LocalCopy::fault).orElse(""));
    }
    return Optional.of("waits: no source answers yet");
  }

  /** Explains a download that does not run, of whose sources {@code past} is remembered. */
  static Explanation explain(TransferSnapshot now, List<SourceReport> past) {
    return new Explanation(now, of(now), past);
  }

  /** Explains a download that runs. */
  static Explanation explain(TransferSnapshot now, DownloadRun run, RateLimit limit) {
    return new Explanation(now, of(now, run, limit), sources(run));
  }

  /** What is to be remembered of the sources of a run that has ended: those that sent something. */
  static List<SourceReport> past(DownloadRun run) {
    return run.pool().directory().all().stream()
        .filter(source -> source.verifiedBytes() > 0 || source.badPieces() > 0)
        .map(source -> report(source, null, Optional.empty()))
        .toList();
  }

  /** What stands out of a download that does not run. */
  private static List<String> of(TransferSnapshot now) {
    return switch (now.state()) {
      case QUEUED ->
          List.of(
              now.detail().isEmpty()
                  ? "waits for its turn: "
                      + DownloadManager.MAX_RUNNING
                      + " downloads run at a time"
                  : now.detail());
      case PAUSED -> List.of("paused; resume_download goes on with it");
      case FAILED -> List.of(now.detail());
      case COMPLETE -> List.of("complete and verified, in " + now.destination());
      case CANCELLED -> List.of("cancelled");
      case CHECKING, RUNNING -> List.of();
    };
  }

  /** What stands out of a running download, the most important first. */
  private static List<String> of(TransferSnapshot now, DownloadRun run, RateLimit limit) {
    List<String> findings = new ArrayList<>();
    waiting(run).ifPresent(findings::add);
    if (!run.isFetching() && findings.isEmpty()) {
      findings.add("checks what is on disk");
    } else if (!run.isRunning()) {
      findings.add("gets the hashes of the pieces");
    }
    if (now.limit() > 0) {
      findings.add(
          "receiving this file is limited to "
              + now.limit()
              + " bytes a second; set_limit with its group and name changes it");
    }
    if (limit.get() > 0) {
      findings.add(
          "receiving is limited to "
              + limit.get()
              + " bytes a second for all downloads together; set_limit changes it");
    }
    SourcePool pool = run.pool();
    if (!pool.trouble().isEmpty() && run.connected() > 0) {
      findings.add(pool.trouble() + "; goes on with the sources known, as long as grants last");
    }
    pool.directory().all().stream()
        .filter(source -> source.ban().isPresent())
        .map(
            source ->
                source.info().user() + "'s peer is not asked any more: it " + source.trouble())
        .forEach(findings::add);
    if (run.connected() == 1 && limit.get() == 0 && now.limit() == 0) {
      findings.add("only one source is connected, so it is as fast as that one");
    }
    if (findings.isEmpty()) {
      findings.add("comes from " + now.sources() + " sources; nothing is in its way");
    }
    return findings;
  }

  /** What is known of each source of a running download. */
  private static List<SourceReport> sources(DownloadRun run) {
    Map<Source, SourceLink> links = new HashMap<>();
    run.swarm().ifPresent(swarm -> swarm.links().forEach(link -> links.put(link.source(), link)));
    return run.pool().directory().all().stream()
        .map(source -> report(source, links.get(source), run.swarm()))
        .toList();
  }

  private static SourceReport report(
      Source source, @Nullable SourceLink link, Optional<Swarm> swarm) {
    return new SourceReport(
        source.info().user(),
        source.peerId(),
        source.endpoint(),
        link == null ? unused(source) : used(link, swarm),
        link == null ? 0 : swarm.map(of -> of.heldBy(link)).orElse(0),
        source.verifiedBytes(),
        link == null ? 0 : link.rate(),
        source.badPieces());
  }

  private static String used(SourceLink link, Optional<Swarm> swarm) {
    if (!link.isConnected()) {
      return "connecting";
    }
    return swarm.map(of -> of.outstanding(link)).orElse(0) > 0
        ? "sending"
        : "holds nothing more that is missing here";
  }

  private static String unused(Source source) {
    if (source.ban().isPresent()) {
      return "not asked any more: it " + source.trouble();
    }
    if (!source.info().online()) {
      return "offline";
    }
    return source.trouble().isEmpty() ? "not in use" : "tried again later: it " + source.trouble();
  }

  private static List<SourceInfo> infos(SourcePool pool) {
    return pool.directory().all().stream().map(Source::info).toList();
  }

  private static boolean isShort(Swarm swarm) {
    return swarm.missing() > 0
        && swarm.unavailable() == swarm.missing()
        && swarm.links().stream().allMatch(link -> swarm.outstanding(link) == 0);
  }

  private static String lacking(Swarm swarm) {
    return "the sources online do not hold the "
        + swarm.missing()
        + " pieces that are missing; goes on when they get them";
  }
}
