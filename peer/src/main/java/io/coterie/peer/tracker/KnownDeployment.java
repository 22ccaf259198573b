package io.coterie.peer.tracker;

import io.coterie.rpc.error.Refusal;
import io.coterie.rpc.tls.KnownAuthorities;
import io.coterie.rpc.tls.TrustSource;
import io.coterie.rpc.v1.ErrorReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The deployment that a peer's home belongs to, remembered in a file since the first login. Users
 * and groups of different deployments have nothing to do with each other, even under one name.
 */
public final class KnownDeployment {
  private final Path file;
  private final TrustSource source;

  /**
   * Remembers in {@code file}.
   *
   * @param source may have been confirmed for one deployment only
   */
  public KnownDeployment(Path file, TrustSource source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Remembers the first deployment, and refuses any other.
   *
   * @throws Refusal TRACKER_NOT_TRUSTED when the home belongs to another deployment
   */
  synchronized void require(String deploymentId) {
    try {
      Optional<KnownAuthorities> confirmed = source.remembered();
      if (confirmed.isPresent()) {
        confirmed.get().require(deploymentId);
      }
      if (!Files.exists(file)) {
        remember(deploymentId);
        return;
      }
      String known = Files.readString(file).strip();
      if (!known.equals(deploymentId)) {
        throw new Refusal(
            ErrorReason.ERROR_REASON_TRACKER_NOT_TRUSTED,
            "the trackers belong to deployment "
                + deploymentId
                + ", but this peer's home "
                + file.toAbsolutePath().getParent()
                + " belongs to deployment "
                + known
                + "; set COTERIE_HOME to another folder, or correct trackerinfo.txt");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember the deployment in " + file, e);
    }
  }

  /** Writes the whole file or nothing. */
  private void remember(String deploymentId) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(fresh, deploymentId + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
