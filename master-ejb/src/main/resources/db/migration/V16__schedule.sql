-- Manifests that are submitted again and again. One is due when next_run has come; it has none while it does not run.
create table schedule (
    id         bigint      primary key generated always as identity,
    owner_id   bigint      not null references "user" on delete cascade,
    name       text        not null check (char_length(name) between 1 and 100),
    cron       text        not null, -- five fields, as crontab(5) has them
    zone       text        not null, -- in which its times are meant
    manifest   text        not null,
    note       text        not null check (char_length(note) <= 4096),
    tags       text        not null, -- joined by "/", which no tag contains
    visibility text        not null check (visibility in ('public', 'unlisted', 'private')),
    paused     boolean     not null, -- by its owner
    trouble    text        not null, -- why its last run could not be submitted, which stopped it; empty for none
    next_run   timestamptz,
    last_run   timestamptz,
    last_job   bigint      references job on delete set null,
    created    timestamptz not null,
    updated    timestamptz not null,
    check ((paused or trouble <> '') = (next_run is null))
);
create index schedule_owner on schedule (owner_id, id);
create index schedule_due on schedule (next_run) where next_run is not null;
create index schedule_last_job on schedule (last_job) where last_job is not null;
