package io.coterie.tracker.sql;

import com.google.protobuf.ByteString;
import io.coterie.tracker.store.Deployment;
import io.coterie.tracker.store.DeploymentKeys;
import io.coterie.tracker.store.DeploymentRepository;
import io.coterie.tracker.store.Ids;
import io.coterie.tracker.store.Tx;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The deployment's row in SQL. */
public final class SqlDeployments implements DeploymentRepository {

  private static final String KEYS = "coalesce(ca_fingerprint, ''), coalesce(grant_key_id, '')";

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

  @Override
  public Optional<DeploymentKeys> keys(Tx tx) {
    return keys(tx, "select " + KEYS + " from deployment where id = 1");
  }

  @Override
  public Optional<DeploymentKeys> lockKeys(Tx tx) {
    return keys(tx, "update deployment set created_at = created_at where id = 1 returning " + KEYS);
  }

  private static Optional<DeploymentKeys> keys(Tx tx, String sql) {
    return SqlTx.of(tx)
        .first(sql, row -> new DeploymentKeys(names(row.getString(1)), names(row.getString(2))))
        .filter(keys -> !keys.authorities().isEmpty() && !keys.grantKeys().isEmpty());
  }

  @Override
  public void setKeys(Tx tx, DeploymentKeys keys) {
    SqlTx.of(tx)
        .update(
            "update deployment set ca_fingerprint = ?, grant_key_id = ? where id = 1",
            String.join(" ", keys.authorities()),
            String.join(" ", keys.grantKeys()));
  }

  /** Has the next tracker name the keys. */
  public void forgetKeys(Tx tx) {
    SqlTx.of(tx)
        .update("update deployment set ca_fingerprint = null, grant_key_id = null where id = 1");
  }

  private static List<String> names(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(" ", -1));
  }
}
