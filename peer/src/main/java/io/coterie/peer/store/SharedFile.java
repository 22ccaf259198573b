package io.coterie.peer.store;

import io.coterie.peer.content.ContentId;
import io.coterie.peer.content.FileStamp;
import io.coterie.peer.content.HashedFile;
import io.coterie.peer.content.PieceHashes;
import io.coterie.peer.content.PieceSet;
import java.io.IOException;
import java.nio.file.Path;

/** A whole file, shared in place. Immutable; what is on disk may change, and readers notice. */
public final class SharedFile implements HeldContent {
  private final String group;
  private final ContentId id;
  private final String name;
  private final HashedFile file;
  private final PieceSet held;

  /**
   * Shares a file.
   *
   * @param group the group's name, for display
   * @param groupId the group's id
   * @param name the file's name in the group
   * @param file the local file
   */
  public SharedFile(String group, String groupId, String name, HashedFile file) {
    this.group = group;
    this.id = new ContentId(groupId, file.hashes().root());
    this.name = name;
    this.file = file;
    this.held = PieceSet.full(file.hashes().layout().pieceCount());
  }

  /** The group's name when the file was shared. */
  public String group() {
    return group;
  }

  /** The local file. */
  public Path path() {
    return file.path();
  }

  /** What the local file looked like when it was hashed. */
  public FileStamp stamp() {
    return file.stamp();
  }

  @Override
  public ContentId id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PieceHashes hashes() {
    return file.hashes();
  }

  @Override
  public PieceSet held() {
    return held;
  }

  @Override
  public ContentReader open() throws IOException {
    return FileReader.open(path(), layout(), stamp());
  }

  /** Does nothing: all pieces are held already. */
  @Override
  public void addListener(PieceListener listener) {}

  /** Does nothing. */
  @Override
  public void removeListener(PieceListener listener) {}
}
