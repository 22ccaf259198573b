package io.coterie.peer.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.FileHasher;
import io.coterie.peer.content.PieceDigest;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceLayout;
import io.coterie.peer.content.SampleContent;
import io.coterie.peer.fetch.FetchResources;
import io.coterie.peer.limit.RateLimit;
import io.coterie.peer.source.PeerConnection;
import io.coterie.peer.source.PeerConnections;
import io.coterie.peer.store.Catalog;
import io.coterie.peer.store.PeerHome;
import io.coterie.peer.wire.FrameBuffers;
import io.coterie.peer.wire.FrameCounts;
import io.coterie.peer.wire.FrameMarshaller;
import io.coterie.rpc.testing.ManualScheduler;
import io.coterie.rpc.tls.PeerId;
import io.grpc.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A peer that downloads, with a group of scripted sources around it and a clock that stands still
 * until told. Everything is real but the tracker's answers, the time and the network below gRPC.
 */
final class DownloadFixture implements AutoCloseable {
  static final int MIB = 1 << 20;
  static final String GROUP = "photos";
  static final String NAME = "cat.raw";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  ManualScheduler time = new ManualScheduler();
  final FakeGroup group = new FakeGroup("group-1");
  final AtomicInteger claims = new AtomicInteger();
  final Path folder;
  final Path destination;
  final byte[] content;
  final PieceHashes hashes;
  final RateLimit limit = new RateLimit(() -> time.nanoTime());

  private final Path home;
  private final FrameBuffers buffers = new FrameBuffers(4L * FrameBuffers.SIZE);
  private final FrameMarshaller frames = new FrameMarshaller(buffers, new FrameCounts());
  private final Map<PeerId, ScriptedSource> sources = new ConcurrentHashMap<>();
  private final AtomicLong seeds = new AtomicLong();
  private FileHasher hasher;
  private PeerHome peerHome;
  FetchResources resources;
  Catalog catalog;
  DownloadManager manager;

  DownloadFixture(Path temp, int size) throws IOException {
    home = temp.resolve("home");
    folder = Files.createDirectories(temp.resolve("got"));
    destination = folder.toRealPath().resolve(NAME);
    content = SampleContent.dense(size);
    hashes = hash(content);
    group.list(new RemoteFile(GROUP, NAME, new ContentId("group-1", hashes.root()), size));
    startProcess();
  }

  /** One more source that is online and holds everything. */
  ScriptedSource source(String user) {
    ScriptedSource source = unlistedSource(user);
    group.add(source);
    return source;
  }

  /** A source that the tracker does not know yet. */
  ScriptedSource unlistedSource(String user) {
    int number = sources.size();
    PeerId id = new PeerId(letter(number / 26).repeat(26) + letter(number % 26).repeat(26));
    ScriptedSource source = new ScriptedSource(user, id, content, hashes);
    sources.put(id, source);
    return source;
  }

  private static String letter(int number) {
    return String.valueOf((char) ('a' + number));
  }

  /** Queues the download. */
  TransferSnapshot start() {
    return start(false);
  }

  TransferSnapshot start(boolean overwrite) {
    return manager.start(new DownloadRequest(GROUP, NAME, folder, overwrite)).join();
  }

  TransferSnapshot only() {
    assertThat(manager.list()).hasSize(1);
    return manager.list().get(0);
  }

  Explanation explain() {
    return manager.explain(only().id()).join();
  }

  /** What is known of a source. */
  SourceReport report(ScriptedSource source) {
    return explain().sources().stream()
        .filter(report -> report.peerId().equals(source.peerId()))
        .findFirst()
        .orElseThrow();
  }

  /** Waits while real threads work and time stands still. */
  void until(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(2)).atMost(PATIENCE).until(condition);
  }

  void untilState(TransferState state) {
    until(() -> only().state() == state);
  }

  /**
   * Lets time pass in steps, until what a test waits for has happened. Slowly enough that workers
   * on a busy machine, whose time is the real one, do not look like stalled sources.
   */
  void passTimeUntil(Callable<Boolean> condition) {
    passTimeUntil(Duration.ofMillis(50), condition);
  }

  /** As the other, in larger steps where little is to be done in each. */
  void passTimeUntil(Duration step, Callable<Boolean> condition) {
    until(
        () -> {
          if (condition.call()) {
            return true;
          }
          time.advance(step);
          return false;
        });
  }

  /** The download completes while time stands still, and what has come is the content. */
  void untilComplete() throws IOException {
    until(() -> only().state().isFinal() || only().state() == TransferState.FAILED);
    assertComplete();
  }

  void assertComplete() throws IOException {
    assertThat(only().state()).as(only().detail()).isEqualTo(TransferState.COMPLETE);
    assertThat(only().verifiedBytes()).isEqualTo(content.length);
    assertThat(Arrays.equals(Files.readAllBytes(destination), content)).isTrue();
    assertThat(folder).isDirectoryContaining("glob:**" + NAME);
    assertThat(folder.toFile().list()).containsExactly(NAME);
    until(() -> claims.get() == 0 && resources.bytesInFlight() == 0);
  }

  /** The process ends and starts again. */
  void restartProcess() throws IOException {
    stopProcess();
    startProcess();
  }

  private void startProcess() throws IOException {
    peerHome = PeerHome.open(home, "127.0.0.1:1");
    time = new ManualScheduler();
    catalog = new Catalog();
    hasher = new FileHasher(2);
    resources =
        new FetchResources(Executors.newFixedThreadPool(2), time, time::nanoTime, limit, frames);
    PeerConnections connections = (peerId, endpoint) -> new Claim(peerId);
    manager =
        new DownloadManager(
            new DownloadEnvironment(
                new DownloadNetwork(group, group, group, connections),
                resources,
                peerHome.user("alice", time),
                catalog,
                hasher,
                InstantSource.system(),
                seeds::incrementAndGet));
    manager.open().join();
  }

  private void stopProcess() throws IOException {
    manager.close();
    resources.close();
    hasher.close();
    peerHome.close();
  }

  @Override
  public void close() throws IOException {
    stopProcess();
    sources.values().forEach(ScriptedSource::close);
    assertThat(claims).as("connections still claimed").hasValue(0);
    await().untilAsserted(() -> assertThat(buffers.lent()).as("buffers still lent").isZero());
    assertThat(openFiles()).as("files still open").isEmpty();
  }

  private List<String> openFiles() throws IOException {
    List<String> open = new ArrayList<>();
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith(folder.toRealPath().toString())) {
            open.add(target);
          }
        }
      }
    }
    return open;
  }

  private static PieceHashes hash(byte[] content) {
    PieceLayout layout = PieceLayout.of(content.length);
    ByteBuffer hashes = ByteBuffer.allocate(layout.pieceCount() * 32);
    PieceDigest digest = new PieceDigest(layout);
    for (int piece = 0; piece < layout.pieceCount(); piece++) {
      digest.update(
          ByteBuffer.wrap(content, (int) layout.offset(piece), layout.pieceLength(piece)));
      hashes.put(digest.finish().asByteBuffer());
    }
    return PieceHashes.computed(layout, hashes.array());
  }

  private final class Claim implements PeerConnection {
    private final Channel channel;

    Claim(PeerId peerId) {
      ScriptedSource source = sources.get(peerId);
      if (source == null) {
        throw new IllegalArgumentException("no such peer");
      }
      channel = source.channel();
      claims.incrementAndGet();
    }

    @Override
    public Channel control() {
      return channel;
    }

    @Override
    public Channel content() {
      return channel;
    }

    @Override
    public void close() {
      claims.decrementAndGet();
    }
  }
}
