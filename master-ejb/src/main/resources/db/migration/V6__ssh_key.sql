-- Public keys that users log in with. A login is by key, so a key belongs to one user.
create table ssh_key (
    id          bigint      primary key generated always as identity,
    owner_id    bigint      not null references "user" on delete cascade,
    name        text        not null check (char_length(name) <= 100),
    type        text        not null, -- as OpenSSH names it
    base64      text        not null,
    fingerprint text        not null unique, -- SHA-256, as OpenSSH prints it
    created     timestamptz not null,
    last_used   timestamptz
);
create index ssh_key_owner on ssh_key (owner_id);
