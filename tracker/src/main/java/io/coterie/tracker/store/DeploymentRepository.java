package io.coterie.tracker.store;

import java.util.Optional;

/** The one row that names the deployment. */
public interface DeploymentRepository {

  /** Returns the deployment, which the first caller on an empty store makes. Needs a write. */
  Deployment loadOrCreate(Tx tx);

  /** The keys that the trackers use; empty before the first has said so. */
  Optional<DeploymentKeys> keys(Tx tx);

  /**
   * As {@link #keys}, empty before the first has said so; nobody else can set them until the
   * transaction ends. Needs a deployment.
   */
  Optional<DeploymentKeys> lockKeys(Tx tx);

  /** Names the keys that the trackers use. */
  void setKeys(Tx tx, DeploymentKeys keys);
}
