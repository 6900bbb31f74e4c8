-- What runners say that they keep; written with every heartbeat that says something else than the one before.
create table checkpoint (
    job_id  bigint      not null references job on delete cascade,
    runner  text        not null references runner on delete cascade,
    number  integer     not null, -- of the attempt whose guest it is
    epoch   bigint      not null,
    task    text        not null, -- before which it was taken
    expires timestamptz not null,
    primary key (job_id, runner)
);
create index checkpoint_runner on checkpoint (runner);

-- Attempts that somebody asked for after the job had ended.
create table restart (
    job_id      bigint  not null references job on delete cascade,
    attempt     integer not null, -- number of the attempt that was asked for
    runner      text,             -- who holds the checkpoint; null for a restart from the start
    from_number integer,          -- of the attempt whose checkpoint it is
    from_epoch  bigint,
    task        text,             -- the first that is to run
    asked       timestamptz not null,
    script      text    not null, -- in place of the manifest's; empty for the manifest's
    primary key (job_id, attempt),
    check ((runner is null) = (from_number is null) and (runner is null) = (from_epoch is null)
        and (runner is null) = (task is null))
);

-- Number of the attempt that ran it last: its log is there.
alter table task add attempt integer;
update task t set attempt = j.attempt from job j where j.id = t.job_id and t.status <> 'pending';
