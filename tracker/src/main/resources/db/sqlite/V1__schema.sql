-- Times are milliseconds since 1970, by the clock of the transaction. Names are unique by their
-- folded key; the name beside it is shown. The types are those that PostgreSQL also knows, but for
-- blob and the event's identity.

create table deployment (
  id bigint primary key check (id = 1),
  deployment_id text not null,
  secret blob not null,
  -- Of the authority and the grant key in use; set where they are supplied to each tracker.
  ca_fingerprint text,
  grant_key_id text,
  created_at bigint not null
);

create table account (
  user_key text primary key,
  name text not null,
  -- In PHC form, so that it carries its own parameters.
  password_hash text not null,
  suspended_at bigint,
  created_at bigint not null
);

-- Attempts since the last success, for names that exist and for those that do not.
create table login_attempt (
  throttle_key text primary key,
  failures bigint not null,
  blocked_until bigint not null,
  last_at bigint not null
);
create index login_attempt_age on login_attempt (last_at);

create table session (
  session_id text primary key,
  -- Hex of SHA-256 of the token.
  token_hash text not null unique,
  user_key text not null references account (user_key),
  -- Empty without a certified key.
  peer_id text not null,
  key_thumbprint text not null,
  created_at bigint not null,
  expires_at bigint not null,
  -- An ended session is kept for a while, so that a repeated Logout gets its first answer.
  ended_at bigint
);
create unique index session_peer on session (user_key, peer_id) where peer_id <> '';
create index session_user on session (user_key, created_at);
create index session_expiry on session (expires_at);

-- Every change of a group's membership or files raises its version in the same transaction.
create table grp (
  group_id text primary key,
  name_key text not null unique,
  name text not null,
  version bigint not null,
  created_at bigint not null
);

-- A row stays, as NONE, when the membership ends: versions only grow.
create table membership (
  group_id text not null references grp (group_id) on delete cascade,
  user_key text not null references account (user_key),
  state text not null check (state in ('NONE', 'PENDING', 'MEMBER', 'OWNER')),
  -- What grants state; those with a lower one are void. The group's version when it was raised last.
  version bigint not null,
  -- When that was.
  version_at bigint not null,
  -- The group's version when anything in this row changed last.
  changed_version bigint not null,
  -- The group's version and the time when the present membership or request began.
  since_version bigint not null,
  since_at bigint not null,
  primary key (group_id, user_key)
);
create unique index membership_owner on membership (group_id) where state = 'OWNER';
create index membership_user on membership (user_key, state);
create index membership_change on membership (group_id, changed_version);

-- A removed entry stays for a while with removed_at set, so that pollers can see it go.
create table file (
  group_id text not null references grp (group_id) on delete cascade,
  name text not null,
  size bigint not null,
  piece_size bigint not null,
  root blob not null,
  publisher_key text not null references account (user_key),
  shared_at bigint not null,
  -- The group's version when the entry appeared or was removed.
  version bigint not null,
  removed_at bigint,
  primary key (group_id, name)
);
create index file_change on file (group_id, version);
create index file_removed on file (removed_at) where removed_at is not null;

-- Who holds a file, online or not.
create table source (
  group_id text not null,
  name text not null,
  user_key text not null references account (user_key),
  peer_id text not null,
  primary key (group_id, name, user_key, peer_id),
  foreign key (group_id, name) references file (group_id, name) on delete cascade
);
create index source_peer on source (user_key, peer_id);

-- First outcomes of calls that may be repeated.
create table request_log (
  caller text not null,
  request_id text not null,
  fingerprint text not null,
  response blob not null,
  created_at bigint not null,
  primary key (caller, request_id)
);
create index request_log_age on request_log (created_at);

create table event (
  event_id integer primary key autoincrement,
  group_id text not null references grp (group_id) on delete cascade,
  kind text not null,
  actor_key text not null references account (user_key),
  subject_key text references account (user_key),
  file text,
  bytes bigint not null,
  created_at bigint not null
);
create index event_group on event (group_id, event_id);
create index event_age on event (created_at);

-- A tracker's peers are online while its lease holds.
create table tracker_lease (
  tracker_id text primary key,
  started_at bigint not null,
  expires_at bigint not null
);

create table presence (
  user_key text not null references account (user_key),
  peer_id text not null,
  -- Names the stream, so that a tracker can only take back what it said itself.
  attach_id text not null unique,
  session_id text not null,
  tracker_id text not null,
  -- "host:port" each, one a line, in the order in which to try.
  endpoints text not null,
  attached_at bigint not null,
  primary key (user_key, peer_id)
);
create index presence_tracker on presence (tracker_id);
