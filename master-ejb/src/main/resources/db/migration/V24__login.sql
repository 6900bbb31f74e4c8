-- How often somebody has tried in vain of late: one row for each limit and whom it holds for, gone again when that is as if nothing had been.
create table tries (
    limited   text        not null, -- which limit
    whose     text        not null, -- SHA-256 of a name, a network or both: what people type as a name is now and then a password
    forgotten timestamptz not null, -- when the last of it is forgotten; each try moves it by one step
    primary key (limited, whose)
);
create index tries_forgotten on tries (forgotten);

-- The second step of the login. One row from when a user begins to set it up.
create table two_step (
    user_id   bigint      primary key references "user" on delete cascade,
    sealed    bytea       not null,           -- what codes are made from, encrypted with the key of secrets
    created   timestamptz not null,
    confirmed timestamptz,                    -- since when the login asks for codes; null until a first one was given
    last_step bigint      not null default 0  -- the time step of the code that was taken last; none of it or before is taken again
);

-- What opens the second step once each, when the device that makes codes is lost.
create table recovery_code (
    user_id bigint not null references two_step on delete cascade,
    hash    text   not null, -- SHA-256
    primary key (user_id, hash)
);
