-- What a peer holds is read in pages, in this order.
drop index source_peer;
create index source_peer on source (user_key, peer_id, group_id, name);
