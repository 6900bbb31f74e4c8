-- The keys that runners were told to seal to, in their order: each takes the place of those before it. A number is the second in which its key was made, or
-- greater: after a restore from a backup the next key has a greater number than those that the backup does not know.
create table opening_key (
    number  bigint      primary key,
    key     text        not null unique, -- the public half
    made    timestamptz not null,
    made_by text        not null         -- name of the administrator; empty for a key that a master found in its file
);

alter table runner add sealed_to       bigint;      -- the newest of them that it has sealed an event to since it was enrolled
alter table runner add sealed_to_since timestamptz; -- since when
