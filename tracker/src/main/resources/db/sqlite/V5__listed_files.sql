-- A group's files are counted wherever groups are listed. With removed_at in it, though it is
-- always null there, SQLite counts without looking at the files.
create index file_listed on file (group_id, removed_at) where removed_at is null;
