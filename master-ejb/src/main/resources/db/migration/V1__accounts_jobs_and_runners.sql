-- Tables are singular. Status words are lower case, as people read them. Times are the master's unless a comment says otherwise.

-- Accounts ------------------------------------------------------------------------------------------------------------------

-- EclipseLink takes ids in blocks of 50 and wants the sequence to start at a block's end.
create sequence user_id start 50 increment 50;

create table "user" (
    id            bigint      primary key,
    name          text        not null unique check (name ~ '^[a-z0-9_][a-z0-9_.-]{0,63}$'),
    password      text        not null,
    administrator boolean     not null,
    created       timestamptz not null
);

create sequence access_token_id start 50 increment 50;

create table access_token (
    id        bigint      primary key,
    owner_id  bigint      not null references "user" on delete cascade,
    name      text        not null,
    hash      text        not null unique, -- SHA-256 of the token, which nobody keeps
    grants    text        not null,
    created   timestamptz not null,
    expires   timestamptz not null,
    last_used timestamptz
);
create index access_token_owner on access_token (owner_id);

-- Runners -------------------------------------------------------------------------------------------------------------------

create table runner (
    name   text        primary key,
    slots  integer     not null check (slots >= 0),
    labels text        not null,
    offer  text        not null, -- what runner_image was made of, to see that nothing changed
    heard  timestamptz not null  -- when its last heartbeat came
);

create table runner_image (
    runner   text    not null references runner on delete cascade,
    image    text    not null,
    arch     text    not null,
    standard boolean not null, -- what arch "default" means for the image
    primary key (runner, image, arch)
);
create index runner_image_image on runner_image (image);

-- Jobs ----------------------------------------------------------------------------------------------------------------------

-- People read job ids, so they are taken one by one.
create sequence job_id;

create table job (
    id               bigint      primary key,
    owner_id         bigint      not null references "user",
    group_id         bigint,
    status           text        not null
        check (status in ('pending', 'queued', 'running', 'success', 'failed', 'timeout', 'cancelled')),
    visibility       text        not null check (visibility in ('public', 'unlisted', 'private')),
    note             text        not null check (char_length(note) <= 4096),
    tags             text        not null, -- joined by "/", which no tag contains
    image            text        not null,
    arch             text        not null,
    manifest         text        not null,
    priority         integer     not null default 0, -- the greater goes first
    created          timestamptz not null,
    updated          timestamptz not null,
    waiting          boolean     not null, -- queued, and handed to no runner
    attempt          integer     not null default 0, -- number of the newest attempt, 0 before the first
    epoch            bigint      not null default 0, -- grows with every hand-over
    runner           text        references runner, -- of the newest attempt
    cancel_requested timestamptz,
    check (not waiting or status = 'queued')
);
create index job_owner on job (owner_id, id desc);
create index job_waiting on job (owner_id, priority desc, id) where waiting;

create table task (
    job_id    bigint   not null references job on delete cascade,
    position  integer  not null check (position >= 0),
    name      text     not null,
    status    text     not null check (status in ('pending', 'running', 'success', 'failed', 'skipped')),
    started   timestamptz, -- by the runner's clock
    ended     timestamptz, -- by the runner's clock
    exit_code integer  not null default -1,
    primary key (job_id, position),
    unique (job_id, name)
);

-- Attempts ------------------------------------------------------------------------------------------------------------------

create table attempt (
    job_id            bigint      not null references job on delete cascade,
    number            integer     not null check (number >= 1),
    runner            text        not null references runner,
    epoch             bigint      not null check (epoch >= 1),
    dispatched        timestamptz not null,
    lease_expires     timestamptz not null,
    missed            integer     not null default 0, -- heartbeats of the runner that did not know of it before it started
    upload_token      text, -- kept until the runner has begun, so that a lost order can be sent again
    upload_token_hash text        not null,
    started           timestamptz, -- by the runner's clock
    ended             timestamptz,
    outcome           text check (outcome in ('success', 'failed', 'timeout', 'cancelled')),
    sentence          text        not null default '',
    primary key (job_id, number),
    unique (job_id, epoch),
    check ((ended is null) = (outcome is null))
);
-- A job has one live attempt at the most.
create unique index attempt_live on attempt (job_id) where ended is null;
create index attempt_live_runner on attempt (runner) where ended is null;
create index attempt_live_lease on attempt (lease_expires) where ended is null;

create table phase (
    job_id  bigint      not null,
    number  integer     not null,
    phase   text        not null check (phase in ('guest', 'prepare', 'tasks', 'artifacts', 'teardown')),
    began   timestamptz not null, -- by the runner's clock
    ended   timestamptz not null, -- by the runner's clock
    primary key (job_id, number, phase),
    foreign key (job_id, number) references attempt on delete cascade
);

-- The bytes stand in a file; this is what is known about it.
create table log (
    job_id   bigint  not null,
    number   integer not null,
    name     text    not null, -- empty for the setup log, else the task's
    length   bigint  not null check (length >= 0), -- bytes that the master has
    closed   boolean not null default false,
    expected bigint, -- bytes that the runner wrote, known when closed
    sha256   text,   -- of what the runner wrote, known when closed
    intact   boolean, -- whether the master's bytes are the runner's; null until it has them all
    primary key (job_id, number, name),
    foreign key (job_id, number) references attempt on delete cascade
);

create table artifact (
    id       bigint      primary key generated always as identity,
    job_id   bigint      not null references job on delete cascade,
    number   integer     not null, -- of the attempt that uploaded it
    position integer     not null check (position >= 0), -- which artifact of the manifest
    path     text        not null, -- as the manifest names it
    name     text        not null,
    size     bigint      not null check (size >= 0),
    sha256   text        not null,
    created  timestamptz not null,
    unique (job_id, position, name)
);
