-- The roles of programs beside the one that owns the schema, which runs this. Without the right to make them it goes on without: whoever
-- administers the database makes them, and the next start of a master gives them what afterMigrate__grants.sql says.
do $$
declare
    wanted text;
begin
    foreach wanted in array array ['slipway_master', 'slipway_runner'] loop
        begin
            if not exists (select from pg_roles where rolname = wanted) then
                execute format('create role %I nologin', wanted);
            end if;
        exception
            when duplicate_object or unique_violation then
                null; -- made meanwhile, for another database of this server
            when insufficient_privilege then
                raise notice 'Role % is not there, and % may not make it: see the page "Database" of the manual', wanted, current_user;
        end;
    end loop;
end
$$;

-- A table gives nobody anything until somebody is granted it; a function gives everybody the right to call it, unless this is said.
alter default privileges revoke execute on functions from public;
revoke execute on function note_job_event() from public;

-- With what a runner logs in at the shared Redis: SHA-256 of a password that it made itself; null when it did not bring one.
alter table runner add redis_hash text check (redis_hash ~ '^[0-9a-f]{64}$');
