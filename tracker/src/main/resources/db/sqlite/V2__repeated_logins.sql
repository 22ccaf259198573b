-- A login that a client sent to two trackers at once opens two sessions of one peer.
drop index session_peer;
create index session_peer on session (user_key, peer_id);
