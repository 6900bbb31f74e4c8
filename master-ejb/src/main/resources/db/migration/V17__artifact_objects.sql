-- What is in the object store, or was to be: written before its address is given to a runner. One that no artifact names any more,
-- or never did, is removed from the store, and its row after it; so a row stays when its job is gone.
create table stored_object (
    id       uuid        primary key,
    bucket   text        not null,
    key      text        not null,
    job_id   bigint      not null,
    number   integer     not null, -- of the attempt that asked
    position integer     not null check (position >= 0),
    name     text        not null,
    path     text        not null,
    size     bigint      not null check (size >= 0),
    sha256   text        not null,
    created  timestamptz not null,
    unique (bucket, key)
);
create index stored_object_attempt on stored_object (job_id, number);
create index stored_object_created on stored_object (created);

alter table artifact
    add column object uuid references stored_object, -- null: in the master's folder
    add column removed timestamptz; -- since when its bytes are gone; null while they are kept
create index artifact_object on artifact (object) where object is not null;
create index artifact_kept on artifact (created) where removed is null;
