package io.coterie.tracker.file;

import io.coterie.rpc.auth.SessionCaller;
import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.v1.ErrorReason;
import io.coterie.tracker.event.EventKind;
import io.coterie.tracker.event.EventLog;
import io.coterie.tracker.group.GroupAccess;
import io.coterie.tracker.group.GroupLock;
import io.coterie.tracker.group.GroupRef;
import io.coterie.tracker.store.Page;
import io.coterie.tracker.store.Tx;
import java.util.List;

/** What members of a group share with each other. Every method refuses others: NOT_MEMBER. */
public final class Files {

  private final GroupAccess access;
  private final FileRepository files;
  private final SourceRepository sources;
  private final EventLog events;

  public Files(
      GroupAccess access, FileRepository files, SourceRepository sources, EventLog events) {
    this.access = access;
    this.files = files;
    this.sources = sources;
    this.events = events;
  }

  /** Lists the file and makes the caller's peer a source; FILE_EXISTS for another content. */
  public FileEntry share(
      Tx tx, SessionCaller caller, String groupName, String name, FileContent content) {
    String peerId = requirePeer(caller);
    GroupLock group = access.lockAsMember(tx, caller, groupName);
    files.insert(tx, group, name, content, caller.userKey());
    FileEntry entry = require(tx, group.group(), name);
    if (!entry.content().equals(content)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_FILE_EXISTS,
          group.name()
              + " has another file "
              + name
              + ", shared by "
              + entry.publisher()
              + "; share yours under another name");
    }
    if (sources.add(tx, new Holding(group.id(), name), caller.userKey(), peerId)) {
      events.addFile(tx, group.id(), EventKind.FILE_SHARED, caller.userKey(), name);
    }
    return require(tx, group.group(), name);
  }

  /** One file; FILE_NOT_FOUND. One statement when there is one. */
  public FileEntry get(Tx tx, SessionCaller caller, String groupName, String name) {
    return files
        .findAsMember(tx, groupName, caller.userKey(), name)
        .orElseGet(() -> require(tx, access.findAsMember(tx, caller, groupName).group(), name));
  }

  /** The group's files by name, after the one named. One statement when there are any. */
  public Page<FileEntry> list(
      Tx tx, SessionCaller caller, String groupName, String afterName, int size) {
    List<FileEntry> found =
        files.pageAsMember(tx, groupName, caller.userKey(), afterName, size + 1);
    if (found.isEmpty()) {
      access.findAsMember(tx, caller, groupName);
    }
    return Page.of(found, size);
  }

  /** Takes the caller's peer out as a source and returns how many are left; NOT_SHARING. */
  public int stop(Tx tx, SessionCaller caller, String groupName, String name) {
    String peerId = requirePeer(caller);
    GroupLock group = access.lockAsMember(tx, caller, groupName);
    require(tx, group.group(), name);
    Holding file = new Holding(group.id(), name);
    if (!sources.remove(tx, file, caller.userKey(), peerId)) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_NOT_SHARING,
          "this peer does not share " + name + " in " + group.name());
    }
    events.addFile(tx, group.id(), EventKind.FILE_UNSHARED, caller.userKey(), name);
    return sources.count(tx, file);
  }

  /** Takes the file off the list; NOT_PUBLISHER for others than its publisher and the owner. */
  public void remove(Tx tx, SessionCaller caller, String groupName, String name) {
    GroupLock group = access.lockAsMember(tx, caller, groupName);
    FileEntry entry = require(tx, group.group(), name);
    if (!entry.publisherKey().equals(caller.userKey())
        && !access.isOwner(tx, caller, group.group())) {
      throw new Refusal(
          ErrorReason.ERROR_REASON_NOT_PUBLISHER,
          "only " + entry.publisher() + ", who shared " + name + ", and the owner may remove it");
    }
    files.remove(tx, group, name);
    events.addFile(tx, group.id(), EventKind.FILE_REMOVED, caller.userKey(), name);
  }

  /**
   * Who holds the file, those online first; FILE_NOT_FOUND. One statement when there are any, as
   * only listed files have sources.
   */
  public SourcePage sources(Tx tx, SessionCaller caller, SourceQuery query) {
    return sources
        .pageAsMember(tx, caller.userKey(), query)
        .orElseGet(
            () -> {
              GroupRef group = access.findAsMember(tx, caller, query.group()).group();
              require(tx, group, query.name());
              return new SourcePage(group.id(), new Page<>(List.of(), false));
            });
  }

  private FileEntry require(Tx tx, GroupRef group, String name) {
    return files
        .find(tx, group, name)
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorReason.ERROR_REASON_FILE_NOT_FOUND,
                    group.name() + " has no file " + name + "; see list_files"));
  }

  private static String requirePeer(SessionCaller caller) {
    return caller
        .peer()
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorReason.ERROR_REASON_SESSION_WITHOUT_PEER,
                    "this session belongs to no peer that could hold the file; log in from one"))
        .peerId()
        .value();
  }
}
