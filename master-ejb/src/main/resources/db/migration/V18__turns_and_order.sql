-- Deliveries are tried in turns of their owners: next is the owner whose last try is the longest ago.
create sequence delivery_turn;
alter table delivery add column turn bigint; -- of its last try, counted over all; null before the first
create index delivery_turns on delivery (owner_id, turn desc nulls last);

create sequence webhook_delivery_turn;
alter table webhook_delivery add column turn bigint; -- as above
alter table webhook_delivery add column owner_id bigint references "user" on delete cascade; -- of the webhook
update webhook_delivery d set owner_id = w.owner_id from webhook w where w.id = d.webhook_id;
alter table webhook_delivery alter column owner_id set not null;
create index webhook_delivery_turns on webhook_delivery (owner_id, turn desc nulls last);
create index webhook_delivery_leased on webhook_delivery (owner_id) where state = 'pending' and leased_until is not null;
create or replace function note_job_event() returns trigger language plpgsql as $$
begin
    insert into webhook_delivery (webhook_id, owner_id, event, job_id)
    select w.id, w.owner_id, tg_argv[0], new.id from webhook w
    where w.owner_id = new.owner_id and tg_argv[0] = any (w.events)
    order by w.id;
    return null;
end
$$;

-- What is deleted is looked for there.
create index webhook_delivery_of_job on webhook_delivery (job_id);
create index secret_from on secret (from_id) where from_id is not null;

-- A schedule may have had trouble and go on all the same.
alter table schedule drop constraint schedule_check;
alter table schedule add check (case when next_run is null then paused or trouble <> '' else not paused end);

-- The greatest heartbeat that was heard of a runner with these keys: nothing that is not greater changes anything.
alter table runner add column beat_session bigint not null default 0; -- grows with each start of the runner
alter table runner add column beat_number  bigint not null default 0; -- within the session
