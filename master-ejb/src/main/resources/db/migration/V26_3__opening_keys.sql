-- The keys that runners were told to seal to, in their order: each takes the place of those before it.
create table opening_key (
    number  bigint      primary key generated always as identity,
    key     text        not null unique, -- the public half
    made    timestamptz not null,
    made_by text        not null         -- name of the administrator; empty for a key that a master found in its file
);

alter table runner add sealed_to       bigint;      -- the newest of them that it was told when it was enrolled, or has sealed an event to
alter table runner add sealed_to_since timestamptz; -- since when
