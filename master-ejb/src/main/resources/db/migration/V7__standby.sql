-- Guests of attempts that have ended, which stand by for a person, as runners say; written with every heartbeat that says something
-- else than the one before.
create table standby (
    job_id  bigint      not null references job on delete cascade,
    runner  text        not null references runner on delete cascade,
    number  integer     not null, -- of the attempt whose guest it is
    epoch   bigint      not null,
    task    text,                 -- which the job would go on with in it
    until   timestamptz not null, -- when the runner throws it away
    visited boolean     not null, -- whether somebody has logged in to it
    primary key (job_id, runner)
);
create index standby_runner on standby (runner);

-- Where people reach those guests: host:port, empty when they cannot.
alter table runner add ssh text not null default '';

-- Restarts in the guest as it is, and not as its checkpoint has it.
alter table restart add standing boolean not null default false;
