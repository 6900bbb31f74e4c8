-- In which order the master heard of executions first: lists go by it, because runners number theirs each by themselves.
create sequence batch_execution_place;

-- Executions of the runners' batch jobs, each by the newest word of its runner. What is asked for stands in columns of its own.
create table batch_execution (
    runner        text        not null references runner,
    id            bigint      not null, -- the runner's; counts from 1 again when the runner has lost its job repository
    place         bigint      not null default nextval('batch_execution_place'),
    instance      bigint      not null, -- the runner's too
    job_id        bigint      not null,
    number        integer     not null, -- of the attempt that it runs
    status        text        not null
        check (status in ('starting', 'started', 'stopping', 'stopped', 'failed', 'completed', 'abandoned')),
    told          timestamptz not null, -- by the runner's clock
    word          json        not null, -- the event as it came, with parameters and steps
    abandon_asked timestamptz,
    primary key (runner, id),
    foreign key (job_id, number) references attempt on delete cascade
);
create index batch_execution_place_status on batch_execution (place desc, status);
create index batch_execution_attempt on batch_execution (job_id, number);
create index batch_execution_abandoning on batch_execution (abandon_asked) where abandon_asked is not null and status <> 'abandoned';
