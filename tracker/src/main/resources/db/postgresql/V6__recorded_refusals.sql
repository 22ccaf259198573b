-- With which status a repeated call was refused (google.rpc.Status, serialised); null for one that
-- was applied.
alter table request_log add column refusal bytea;
