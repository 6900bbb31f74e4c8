-- Keys of runners that were replaced while the runner goes on: what it has signed with the key before is taken for a while.
alter table runner add previous_key   text;        -- its events may be signed with the other half of this one too
alter table runner add previous_until timestamptz; -- until then
alter table runner add keys_since     timestamptz; -- when it got the keys that it has; null for when it was enrolled
alter table runner add keys_asked     timestamptz; -- when it was last asked to make keys anew, which it has not done yet
alter table runner add check ((previous_key is null) = (previous_until is null));

-- The keys of the master that were replaced: each has signed the one that took its place.
create table master_key (
    number    bigint      primary key generated always as identity,
    older     text        not null unique, -- of two who replace it at the same time, one does
    newer     text        not null unique,
    signature text        not null,
    made      timestamptz not null,
    made_by   text        not null
);
