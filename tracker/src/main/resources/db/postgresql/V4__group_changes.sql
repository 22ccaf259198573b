-- When a group's version was raised last, so that trackers find what changed of late.
alter table grp add column changed_at bigint not null default 0;
create index grp_change on grp (changed_at, group_id);

-- Groups that are gone, kept for a while so that pollers can see them go.
create table deleted_group (
  group_id text collate "C" primary key,
  deleted_at bigint not null
);
create index deleted_group_age on deleted_group (deleted_at, group_id);

-- Memberships and requests that began of late, so that trackers find those of their users.
create index membership_since on membership (since_at, group_id, user_key);
