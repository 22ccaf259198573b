package io.coterie.tracker.store;

/** The one row that names the deployment. */
public interface DeploymentRepository {

  /** Returns the deployment, which the first caller on an empty store makes. Needs a write. */
  Deployment loadOrCreate(Tx tx);
}
