-- Jobs that are waited for together. Where a group stands follows from its jobs.
create table job_group (
    id       bigint      primary key generated always as identity,
    owner_id bigint      not null references "user",
    note     text        not null check (char_length(note) <= 4096),
    created  timestamptz not null
);
alter table job add foreign key (group_id) references job_group on delete set null;
create index job_grouped on job (group_id, id) where group_id is not null;

-- What is to happen after a job, or the last job of a group, has ended.
create table trigger (
    job_id      bigint  references job on delete cascade,
    group_id    bigint  references job_group on delete cascade,
    position    integer not null check (position >= 0),
    action      text    not null check (action in ('email', 'webhook')),
    condition   text    not null check (condition in ('success', 'failure', 'always')),
    target      text    not null, -- the addresses of `to`, or the webhook's
    cc          text    not null,
    in_reply_to text    not null,
    unique (job_id, position),
    unique (group_id, position),
    check ((job_id is null) <> (group_id is null))
);

-- What has to be delivered because of an end; written in the transaction that wrote the end.
create table delivery (
    uuid          uuid        primary key, -- the same in every try, so that its receiver can tell a second one
    place         bigint      not null generated always as identity,
    job_id        bigint      references job on delete cascade,
    group_id      bigint      references job_group on delete cascade,
    owner_id      bigint      not null references "user",
    status        text        not null check (status in ('success', 'failed', 'timeout', 'cancelled')), -- that it tells
    action        text        not null check (action in ('email', 'webhook')),
    condition     text        not null check (condition in ('success', 'failure', 'always')),
    target        text        not null,
    cc            text        not null,
    in_reply_to   text        not null,
    subject       text        not null,
    body          text        not null, -- as it is sent, in every try
    rest          text        not null default '', -- the addresses that a mail server has not taken yet; empty for all
    created       timestamptz not null,
    state         text        not null default 'pending' check (state in ('pending', 'sent', 'given-up')),
    tries         integer     not null default 0,
    due           timestamptz not null,    -- when it is tried next
    leased_until  timestamptz,             -- until then a master tries it; null while none does
    ended         timestamptz,
    answer_status integer,                 -- of HTTP or SMTP, in the last try
    answer        text        not null default '',
    check ((job_id is null) <> (group_id is null)),
    check ((ended is null) = (state = 'pending'))
);
create index delivery_due on delivery (due) where state = 'pending';
create index delivery_leased on delivery (owner_id) where state = 'pending' and leased_until is not null;
create index delivery_of_job on delivery (job_id, place) where job_id is not null;
create index delivery_of_group on delivery (group_id, place) where group_id is not null;
