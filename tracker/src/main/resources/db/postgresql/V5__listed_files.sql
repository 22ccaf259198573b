-- A group's files are counted wherever groups are listed. With the name in it, so that it is no
-- worse than the primary key where a file is looked for before the table was analyzed.
create index file_listed on file (group_id, name) where removed_at is null;
