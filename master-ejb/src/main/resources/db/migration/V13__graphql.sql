-- GraphQL names a task by a number of its own.
alter table task add column id bigint generated always as identity;

-- What the cursors of GraphQL's lists are sealed with: one key for all masters, made by the first that needs it.
create table cursor_key (
    one boolean primary key default true check (one),
    key bytea   not null
);

-- Webhooks of users: a query that is run whenever one of the events happens to a job of theirs, and whose answer is delivered.
create table webhook (
    id       bigint      primary key generated always as identity,
    owner_id bigint      not null references "user" on delete cascade,
    events   text[]      not null check (cardinality(events) > 0),
    query    text        not null check (char_length(query) <= 16384),
    url      text        not null check (char_length(url) <= 2048),
    grants   text        not null, -- what the query may read: what the token had that made it, for reading
    created  timestamptz not null
);
create index webhook_owner on webhook (owner_id, id desc);

create table webhook_delivery (
    uuid           uuid        primary key default gen_random_uuid(), -- the same in every try, so that its receiver can tell a second one
    place          bigint      not null generated always as identity,
    webhook_id     bigint      not null references webhook on delete cascade,
    event          text        not null,
    job_id         bigint      not null references job on delete cascade,
    created        timestamptz not null default now(), -- by the database's clock
    body           text,                               -- null until the query was run, then as it is sent in every try
    state          text        not null default 'pending' check (state in ('pending', 'sent', 'given-up')),
    tries          integer     not null default 0,
    due            timestamptz not null default '-infinity', -- when it is tried next
    leased_until   timestamptz,                              -- until then a master tries it; null while none does
    ended          timestamptz,
    answer_status  integer,
    answer_headers text,
    answer_body    text,
    check ((ended is null) = (state = 'pending'))
);
create index webhook_delivery_due on webhook_delivery (due) where state = 'pending';
create index webhook_delivery_of on webhook_delivery (webhook_id, place desc);
create index webhook_delivery_ended on webhook_delivery (ended) where ended is not null;

-- What happens to jobs is noted here by the database itself, in the transaction in which it happens: so no way to change a job can forget
-- it. ("Trigger" is PostgreSQL's word, not ours.)
create function note_job_event() returns trigger language plpgsql as $$
begin
    insert into webhook_delivery (webhook_id, event, job_id)
    select w.id, tg_argv[0], new.id from webhook w
    where w.owner_id = new.owner_id and tg_argv[0] = any (w.events)
    order by w.id;
    return null;
end
$$;
create trigger job_created after insert on job
    for each row execute function note_job_event('JOB_CREATED');
create trigger job_updated after update of status, visibility on job
    for each row when (old.status <> new.status or old.visibility <> new.visibility)
    execute function note_job_event('JOB_UPDATED');
