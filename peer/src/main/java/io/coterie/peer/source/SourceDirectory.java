package io.coterie.peer.source;

import io.coterie.rpc.tls.PeerId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The sources that one download knows, and who of them is to be asked next. Confined to the
 * download.
 */
public final class SourceDirectory {
  private static final int MAX_REMEMBERED = 1000;

  private final RandomGenerator random;
  private final Map<PeerId, Source> sources = new LinkedHashMap<>();

  /** Draws ties from {@code random}. */
  public SourceDirectory(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Takes the tracker's latest list. Sources that are not on it are forgotten unless they are in
   * use or banned.
   *
   * @param now on the clock of {@code System.nanoTime()}
   */
  public void update(List<SourceInfo> listed, long now) {
    Map<PeerId, SourceInfo> latest = new HashMap<>();
    listed.forEach(info -> latest.put(info.peerId(), info));
    sources
        .values()
        .removeIf(
            source ->
                !latest.containsKey(source.peerId())
                    && !source.isInUse()
                    && (source.ban().isEmpty() || sources.size() > MAX_REMEMBERED));
    latest.forEach(
        (peerId, info) -> {
          Source known = sources.get(peerId);
          if (known == null) {
            sources.put(peerId, new Source(info, now));
          } else {
            known.update(info, now);
          }
        });
  }

  /**
   * Takes the best source that may be asked now: the one that failed least, then the one that
   * delivered most.
   *
   * @return a source to be given back by {@link #giveBack}
   */
  public Optional<Source> take(long now) {
    int salt = random.nextInt();
    Optional<Source> best =
        takeable(now)
            .min(
                Comparator.comparingInt(Source::failures)
                    .thenComparing(Comparator.comparingLong(Source::verifiedBytes).reversed())
                    .thenComparingInt(source -> source.peerId().hashCode() ^ salt));
    best.ifPresent(Source::take);
    return best;
  }

  /** Whether there is a source that may be asked now and is not in use. */
  public boolean hasOther(long now) {
    return takeable(now).findAny().isPresent();
  }

  /** Gives back a source that was taken. */
  public void giveBack(Source source) {
    source.giveBack();
  }

  /** Every source known. */
  public Collection<Source> all() {
    return List.copyOf(sources.values());
  }

  /** How many sources are online and not banned. */
  public int usable() {
    return (int) sources.values().stream().filter(Source::isUsable).count();
  }

  private Stream<Source> takeable(long now) {
    return sources.values().stream()
        .filter(source -> source.isUsable() && !source.isInUse())
        .filter(source -> now - source.notBefore() >= 0);
  }
}
