-- Every act of privilege, a line each: who, from where, what, on what, with which outcome. Lines are added and read, and nothing else: whoever is
-- connected, none is changed, and none goes before it is 30 days old.
create table audit (
    id       bigint generated always as identity primary key,
    at       timestamptz not null,
    -- No foreign key: a line outlives what it tells of.
    actor_id bigint,
    actor    text not null,
    way      text not null,
    address  text not null,
    act      text not null,
    kind     text not null,
    target   text not null,
    outcome  text not null check (outcome in ('done', 'refused')),
    problem  text not null,
    details  jsonb not null check (jsonb_typeof(details) = 'object')
);
create index audit_at on audit (at);
create index audit_actor on audit (actor, id);
create index audit_act on audit (act, id);
create index audit_target on audit (kind, target, id);

-- The time is the database's: nobody writes a line of yesterday.
create function audit_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        new.at := clock_timestamp();
        return new;
    end if;
    if tg_op = 'DELETE' and current_setting('slipway.audit_forgets', true) = 'yes' and old.at < now() - interval '30 days' then
        return old;
    end if;
    raise exception 'lines of the audit log are not changed, and not removed before their time' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_line before insert or update or delete on audit for each row execute function audit_guard();
create trigger audit_whole before truncate on audit for each statement execute function audit_guard();

-- The one way to forget lines, with the rights of the table's owner. Not even by this one goes a line of the last 30 days.
create function audit_forget(before timestamptz, most integer) returns integer
    language plpgsql security definer as $$
declare
    forgotten integer;
begin
    if before > now() - interval '30 days' then
        raise exception 'lines of the audit log are kept for 30 days at least' using errcode = 'insufficient_privilege';
    end if;
    perform set_config('slipway.audit_forgets', 'yes', true);
    delete from audit a where a.id in (select o.id from audit o where o.at < before order by o.at limit most);
    get diagnostics forgotten = row_count;
    perform set_config('slipway.audit_forgets', 'no', true);
    return forgotten;
end
$$;
revoke all on function audit_forget(timestamptz, integer) from public;

do $$
begin
    -- Nobody's temporary table stands in for it, since its schema comes first.
    execute format('alter function audit_forget(timestamptz, integer) set search_path = %I, pg_temp', current_schema());
end
$$;
