package io.coterie.peer.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The state of one user on one peer: the key, which never leaves, the certificate, the shares and
 * the downloads. Thread-safe.
 */
public final class UserStore {
  private final Path folder;
  private final ShareStore shares;
  private final DownloadStore downloads;

  private UserStore(Path folder, ShareStore shares, DownloadStore downloads) {
    this.folder = folder;
    this.shares = shares;
    this.downloads = downloads;
  }

  static UserStore open(Path folder, ScheduledExecutorService background) throws IOException {
    Folders.makePrivate(folder);
    Path shares = Folders.makePrivate(folder.resolve("shares"));
    Path downloads = Folders.makePrivate(folder.resolve("downloads"));
    return new UserStore(folder, new ShareStore(shares), new DownloadStore(downloads, background));
  }

  /** Where the private key is kept (PEM, mode 0600). */
  public Path keyFile() {
    return folder.resolve("key.pem");
  }

  /** Where the certificate chain is kept (PEM). */
  public Path certificateFile() {
    return folder.resolve("certificate.pem");
  }

  /** Where the deployment's authorities are kept (PEM). */
  public Path authoritiesFile() {
    return folder.resolve("authorities.pem");
  }

  /** What the user shares. */
  public ShareStore shares() {
    return shares;
  }

  /** What the user is downloading. */
  public DownloadStore downloads() {
    return downloads;
  }
}
