-- Runners are enrolled: the master knows their public keys, and deals with no other. Those that were heard before have none, and must be
-- enrolled before they get jobs again.
alter table runner add verifying_key text;                     -- its events are signed with the other half: Ed25519, Base64
alter table runner add sealing_key   text;                     -- what it is told is sealed to this one: X25519, Base64
alter table runner add key_number    bigint not null default 0; -- grows whenever its keys are replaced
alter table runner add enrolled      timestamptz;              -- when it was the last time; null for never
alter table runner add revoked       timestamptz;              -- since when nothing is taken from it nor given to it
alter table runner add check ((verifying_key is null) = (enrolled is null) and (sealing_key is null) = (enrolled is null));

create table enrolment_token (
    hash    text        primary key, -- SHA-256 of the token, which nobody keeps
    runner  text,                    -- the one name that it enrols, and enrols again; null for any that is not taken
    made_by text        not null,
    created timestamptz not null,
    expires timestamptz not null,
    used    timestamptz,
    used_by text,                    -- the runner that was enrolled with it
    check ((used is null) = (used_by is null))
);
