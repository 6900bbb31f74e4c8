-- Who may do what in the database, beside the role that owns the schema. Flyway runs this after every migration, and at every start of a
-- master: what differs is put right, so that roles which are made later get theirs too, and nobody keeps more than stands here.
--
-- Whoever adds a table or a sequence adds a line for what the master does with it, and a row to the grant table of the manual's page
-- "Database". What has no line is refused. Role slipway_runner has no line: runners keep nothing in the database.
do $grants$
declare
    difference record;
begin
    -- Of several masters that start at once, one does it.
    perform pg_advisory_xact_lock(hashtext('slipway grants'));
    for difference in
        with line (role, object, privileges) as (values
            ('slipway_master', 'access_token', 'select, insert, update, delete'),
            ('slipway_master', 'access_token_id', 'usage'),
            ('slipway_master', 'artifact', 'select, insert, update'),
            ('slipway_master', 'attempt', 'select, insert, update'),
            ('slipway_master', 'audit', 'select, insert'),
            ('slipway_master', 'batch_execution', 'select, insert, update'),
            ('slipway_master', 'batch_execution_place', 'usage'),
            ('slipway_master', 'cache', 'select, insert, update, delete'),
            ('slipway_master', 'checkpoint', 'select, insert, update, delete'),
            ('slipway_master', 'cursor_key', 'select, insert'),
            ('slipway_master', 'delivery', 'select, insert, update, delete'),
            ('slipway_master', 'delivery_turn', 'usage'),
            ('slipway_master', 'enrolment_token', 'select, insert, update, delete'),
            ('slipway_master', 'flyway_schema_history', 'select'),
            ('slipway_master', 'identity', 'select, insert, update, delete'),
            ('slipway_master', 'job', 'select, insert, update'),
            ('slipway_master', 'job_group', 'select, insert, update'),
            ('slipway_master', 'job_id', 'usage'),
            ('slipway_master', 'job_secret', 'select, insert'),
            ('slipway_master', 'job_token', 'select, insert, update'),
            ('slipway_master', 'log', 'select, insert, update'),
            ('slipway_master', 'master_key', 'select, insert'),
            ('slipway_master', 'opening_key', 'select, insert'),
            ('slipway_master', 'phase', 'select, insert'),
            ('slipway_master', 'recovery_code', 'select, insert, delete'),
            ('slipway_master', 'restart', 'select, insert, update, delete'),
            ('slipway_master', 'runner', 'select, insert, update'),
            ('slipway_master', 'runner_image', 'select, insert, delete'),
            ('slipway_master', 'schedule', 'select, insert, update, delete'),
            ('slipway_master', 'seal', 'select, insert, update'),
            ('slipway_master', 'secret', 'select, insert, update, delete'),
            ('slipway_master', 'ssh_key', 'select, insert, update, delete'),
            ('slipway_master', 'standby', 'select, insert, delete'),
            ('slipway_master', 'stored_object', 'select, insert, update, delete'),
            ('slipway_master', 'task', 'select, insert, update'),
            ('slipway_master', 'test_failure', 'select, insert'),
            ('slipway_master', 'test_report', 'select, insert, delete'),
            ('slipway_master', 'test_suite', 'select, insert'),
            ('slipway_master', 'tries', 'select, insert, update, delete'),
            ('slipway_master', 'trigger', 'select, insert'),
            ('slipway_master', 'two_step', 'select, insert, update, delete'),
            ('slipway_master', 'user', 'select, insert, update'),
            ('slipway_master', 'user_id', 'usage'),
            ('slipway_master', 'webhook', 'select, insert, delete'),
            ('slipway_master', 'webhook_delivery', 'select, insert, update, delete'),
            ('slipway_master', 'webhook_delivery_turn', 'usage')
        ),
        grantee (id, role, words) as (
            select oid, rolname, quote_ident(rolname) from pg_roles where rolname in ('slipway_master', 'slipway_runner')
            union all select 0, 'everybody', 'public'
        ),
        -- On the whole, and on single columns; what may be passed on is another thing than what may be done.
        grants (object, grantee, privilege) as (
            select c.oid, a.grantee, lower(a.privilege_type) || case when a.is_grantable then ' with grant option' else '' end
            from pg_class c, aclexplode(c.relacl) a
            union all
            select t.attrelid, a.grantee, lower(a.privilege_type) || ' of ' || t.attname
            from pg_attribute t, aclexplode(t.attacl) a
        ),
        compared as (
            select c.oid::regclass as object, g.words as grantee,
                   case c.relkind when 'S' then 'sequence' else 'table' end as kind,
                   array(select p from unnest(string_to_array(l.privileges, ', ')) p order by p) as wanted,
                   array(select h.privilege as p from grants h where h.object = c.oid and h.grantee = g.id order by p) as held
            from pg_class c
            join grantee g on g.id <> c.relowner
            left join line l on l.object = c.relname and l.role = g.role
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
              and pg_has_role(c.relowner, 'usage')
        )
        select * from compared where wanted <> held
    loop
        -- Takes away what is granted on columns too, and what the grantee has passed on.
        execute format('revoke all on %s %s from %s cascade', difference.kind, difference.object, difference.grantee);
        if cardinality(difference.wanted) > 0 then
            execute format('grant %s on %s %s to %s',
                array_to_string(difference.wanted, ', '), difference.kind, difference.object, difference.grantee);
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'slipway_master')
        and not has_schema_privilege('slipway_master', current_schema(), 'usage') then
        execute format('grant usage on schema %I to slipway_master', current_schema());
    end if;
    -- Lines of the audit log go by this function alone.
    if exists (select from pg_roles where rolname = 'slipway_master') then
        grant execute on function audit_forget(timestamptz, integer) to slipway_master;
    end if;
end
$grants$;
