-- Keys and files for the guests of their owners' jobs. The content is sealed with a key that stands in no database.
create table secret (
    id        bigint      primary key generated always as identity,
    uuid      uuid        not null, -- the same in every account that it was shared with
    owner_id  bigint      not null references "user" on delete cascade,
    from_id   bigint      references "user" on delete set null, -- who shared it
    shared    boolean     not null, -- whether somebody did
    name      text        check (char_length(name) between 3 and 512),
    type      text        not null check (type in ('ssh_key', 'pgp_key', 'file')),
    path      text        check (char_length(path) between 1 and 512),
    mode      integer     check (mode between 0 and 511),
    sealed    bytea       not null, -- bound to owner_id and uuid: copied into the row of another owner, it opens for nobody
    created   timestamptz not null,
    updated   timestamptz not null,
    last_used timestamptz, -- when it last went out in a work order
    unique (owner_id, uuid),
    unique (owner_id, name),
    check ((type = 'file') = (path is not null) and (type = 'file') = (mode is not null))
);

-- Something known, sealed with that key, so that a master with another key finds that out when it starts.
create table seal (
    one   boolean primary key default true check (one),
    proof bytea   not null
);

-- What a job gets, as it was decided when it was submitted.
alter table job add secrets boolean not null default false;
alter table job add token_grants text not null default ''; -- of its own token, joined by blanks; empty for no token

create table job_secret (
    job_id   bigint  not null references job on delete cascade,
    position integer not null check (position >= 0), -- in the manifest
    uuid     uuid    not null, -- of a secret that the job's owner had
    primary key (job_id, position)
);

-- The tokens of attempts: good while their attempt runs, and until its time limit.
create table job_token (
    job_id   bigint  not null,
    number   integer not null,
    hash     text    not null unique, -- SHA-256 of the token
    sealed   bytea   not null, -- the token, so that a lost order can be sent again
    grants   text    not null,
    overtime integer not null, -- seconds from the token's end to the moment at which the attempt is overdue
    primary key (job_id, number),
    foreign key (job_id, number) references attempt on delete cascade
);
