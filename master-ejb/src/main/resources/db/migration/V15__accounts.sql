-- What somebody is: a role in place of a mark for administrators.
alter table "user" add column role text;
update "user" set role = case when administrator then 'administrator' else 'user' end;
alter table "user" alter column role set not null;
alter table "user" add constraint user_role check (role in ('user', 'administrator'));
alter table "user" drop column administrator;

-- What is known of somebody. Lengths count characters.
alter table "user" add column email text check (char_length(email) <= 254);
create unique index user_email on "user" (lower(email));
alter table "user" add column url text not null default '' check (char_length(url) <= 256);
alter table "user" add column location text not null default '' check (char_length(location) <= 256);
alter table "user" add column bio text not null default '' check (char_length(bio) <= 4096);
alter table "user" add column updated timestamptz;
update "user" set updated = created;
alter table "user" alter column updated set not null;

-- Who comes by OpenID Connect alone has no password.
alter table "user" alter column password drop not null;
-- Until when a password that an administrator has made up opens the one door to a password of the user's own; null for the latter.
alter table "user" add column password_expires timestamptz;
-- Grows whenever those who are logged in have to log in again.
alter table "user" add column login_epoch integer not null default 0;

alter table "user" add column suspended timestamptz;
alter table "user" add column notice text not null default '' check (char_length(notice) <= 1000);
-- Few, and looked for whenever jobs are handed out.
create index user_suspended on "user" (id) where suspended is not null;

-- Rows are made by SQL now, one by one; EclipseLink has taken no number beyond the sequence's.
alter sequence user_id increment 1;
alter sequence access_token_id increment 1;

-- What an OpenID provider calls somebody: the subject, which it gives to nobody else ever.
create table identity (
    issuer   text        not null,
    subject  text        not null,
    owner_id bigint      not null references "user" on delete cascade,
    name     text        not null, -- as the provider shows it; may be empty
    created  timestamptz not null,
    used     timestamptz not null, -- when somebody logged in with it last
    primary key (issuer, subject)
);
create index identity_owner on identity (owner_id);
