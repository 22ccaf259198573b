package io.coterie.peer.control;

import io.coterie.peer.download.DownloadEnvironment;
import io.coterie.peer.download.DownloadManager;
import io.coterie.peer.download.DownloadNetwork;
import io.coterie.peer.source.PeerChannels;
import io.coterie.peer.store.DownloadRecord;
import io.coterie.peer.store.HeldContent;
import io.coterie.peer.store.Loaded;
import io.coterie.peer.store.SharedFile;
import io.coterie.peer.store.UserStore;
import io.coterie.peer.tracker.Memberships;
import io.coterie.peer.tracker.TrackerNews;
import io.coterie.peer.tracker.TrackerSession;
import io.coterie.rpc.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * A logged-in user on this peer: the session with the tracker, the user's shares and downloads.
 * Made at login, closed at logout. Thread-safe.
 */
final class UserSession implements AutoCloseable {
  /** How long a login waits until a tracker has told the user's groups. */
  private static final long ATTACH_SECONDS = 5;

  private final PeerParts parts;
  private final UserStore store;
  private final TrackerSession tracker;
  private final Shares shares;
  private final PeerChannels connections;
  private final DownloadManager downloads;
  private final BiConsumer<UserSession, TrackerNews.SessionEnded> whenEnded;

  /**
   * Does nothing until {@link #start}.
   *
   * @param whenEnded told that the tracker has ended the session; must not block
   */
  UserSession(
      PeerParts parts,
      UserStore store,
      TrackerSession tracker,
      BiConsumer<UserSession, TrackerNews.SessionEnded> whenEnded) {
    this.parts = parts;
    this.store = store;
    this.tracker = tracker;
    this.whenEnded = whenEnded;
    this.shares = new Shares(store.shares(), parts.catalog(), tracker.files(), parts.background());
    this.connections =
        new PeerChannels(Tls.client(parts.tls().peers(), parts.tls().identity()), parts.timer());
    this.downloads =
        new DownloadManager(
            new DownloadEnvironment(
                new DownloadNetwork(
                    tracker.files(), tracker.files(), tracker.grants(), connections),
                parts.fetch(),
                store,
                parts.catalog(),
                parts.hasher(),
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong()));
    downloads.addListener(parts.events());
  }

  /**
   * Serves the user's shares, attaches, and takes up the user's downloads. What a download has
   * placed and not made durable before the peer ended is served again when it has been checked.
   */
  LoginOutcome start() {
    List<DownloadRecord> unsettled = unsettled();
    Loaded<SharedFile> loaded =
        shares.load(share -> unsettled.stream().noneMatch(download -> download.made(share)));
    loaded.problems().forEach(problem -> parts.events().tell(Notice.withdrawn(problem)));
    List<String> warnings = new ArrayList<>(loaded.problems());
    attach(warnings);
    DownloadManager.Opened opened = Waiting.on(downloads.open());
    warnings.addAll(opened.problems());
    return new LoginOutcome(
        tracker.session().user(),
        tracker.session().peerId(),
        shares.list().size(),
        opened.goingOn(),
        warnings);
  }

  /** The downloads whose files, if they are placed, may have been damaged by a crash. */
  private List<DownloadRecord> unsettled() {
    try {
      return store.downloads().load().entries();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the downloads", e);
    }
  }

  private void attach(List<String> warnings) {
    try {
      tracker.attach(parts.presence(), this::heard).get(ATTACH_SECONDS, TimeUnit.SECONDS);
      warnings.addAll(pauseForeignGroups());
    } catch (TimeoutException e) {
      warnings.add(
          "no tracker takes this peer's shares yet; they are announced as soon as one does");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private List<String> pauseForeignGroups() {
    Memberships memberships = tracker.memberships();
    Set<String> warnings = new HashSet<>();
    for (SharedFile share : shares.list()) {
      String groupId = share.id().groupId();
      if (!memberships.isMember(groupId)) {
        shares.pauseGroup(groupId);
        warnings.add(
            "nothing is shared in "
                + share.group()
                + ": you are no member of it any more; stop_share forgets its files");
      }
    }
    return List.copyOf(warnings);
  }

  TrackerSession tracker() {
    return tracker;
  }

  UserStore store() {
    return store;
  }

  Shares shares() {
    return shares;
  }

  DownloadManager downloads() {
    return downloads;
  }

  /** How many connections to other peers stand. */
  int connections() {
    return connections.connected();
  }

  private void heard(TrackerNews news) {
    Events events = parts.events();
    if (news instanceof TrackerNews.JoinRequested asked) {
      events.tell(Notice.of(asked));
    } else if (news instanceof TrackerNews.MembershipGained gained) {
      events.tell(Notice.of(gained));
      parts.background().execute(() -> shareAgain(gained.groupId()));
    } else if (news instanceof TrackerNews.MembershipLost lost) {
      shares.pauseGroup(lost.groupId());
      events.tell(Notice.of(lost));
    } else if (news instanceof TrackerNews.FileShared shared) {
      if (!shared.publisher().equals(tracker.session().user())) {
        events.tell(Notice.of(shared));
      }
    } else if (news instanceof TrackerNews.FileRemoved removed) {
      if (shares.entryRemoved(removed.groupId(), removed.name())) {
        events.tell(
            Notice.withdrawn(removed.group(), removed.name(), "it was removed from the group"));
      }
    } else if (news instanceof TrackerNews.CutOff cutOff) {
      events.tell(Notice.of(cutOff));
    } else if (news instanceof TrackerNews.AttachedAgain attached) {
      events.tell(Notice.of(attached));
    } else if (news instanceof TrackerNews.SessionEnded ended) {
      whenEnded.accept(this, ended);
    }
  }

  private void shareAgain(String groupId) {
    Loaded<SharedFile> loaded = shares.load(share -> share.id().groupId().equals(groupId));
    if (!loaded.entries().isEmpty()) {
      tracker.announceAgain();
    }
  }

  /** Takes note that content is not served any more because something is wrong with it. */
  void withdrawn(HeldContent content, String fault) {
    if (content instanceof SharedFile share) {
      shares.faulty(share);
      parts.events().tell(Notice.withdrawn(share.group(), share.name(), fault));
    }
  }

  /** Stops serving, stops downloads where they are, and detaches; tells the tracker nothing. */
  @Override
  public void close() {
    shares.close();
    tracker.close();
    downloads.close();
    connections.close();
    // A download may have become a source while it was stopped.
    parts.catalog().clear();
  }
}
