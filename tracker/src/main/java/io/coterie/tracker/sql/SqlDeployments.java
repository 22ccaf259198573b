package io.coterie.tracker.sql;

import com.google.protobuf.ByteString;
import io.coterie.tracker.store.Deployment;
import io.coterie.tracker.store.DeploymentRepository;
import io.coterie.tracker.store.Ids;
import io.coterie.tracker.store.Tx;
import java.security.SecureRandom;
import java.time.Instant;

/** The deployment's row in SQL. */
public final class SqlDeployments implements DeploymentRepository {

  private static final int SECRET_BYTES = 32;

  @Override
  public Deployment loadOrCreate(Tx tx) {
    SqlTx sql = SqlTx.of(tx);
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    sql.update(
        "insert into deployment (id, deployment_id, secret, created_at) values (1, ?, ?, ?)"
            + " on conflict (id) do nothing",
        Ids.create(),
        secret,
        sql.nowMillis());
    return sql.first(
            "select deployment_id, secret, created_at from deployment where id = 1",
            row ->
                new Deployment(
                    row.getString(1),
                    ByteString.copyFrom(row.getBytes(2)),
                    Instant.ofEpochMilli(row.getLong(3))))
        .orElseThrow();
  }
}
