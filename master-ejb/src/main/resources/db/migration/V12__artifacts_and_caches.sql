-- Test results that stand in artifacts -------------------------------------------------------------------------------------

-- An artifact that is a test report, whatever could be read of it.
create table test_report (
    artifact_id bigint  primary key references artifact on delete cascade,
    job_id      bigint  not null references job on delete cascade,
    number      integer not null, -- of the attempt that uploaded it
    trouble     text    not null, -- why it was not read to its end; empty when it was
    left_out    integer not null check (left_out >= 0) -- failures that are counted and not kept
);
create index test_report_job on test_report (job_id, number);

create table test_suite (
    artifact_id bigint  not null references test_report on delete cascade,
    position    integer not null, -- in the report
    name        text    not null,
    tests       integer not null,
    failed      integer not null,
    errors      integer not null,
    skipped     integer not null,
    millis      bigint  not null,
    primary key (artifact_id, position)
);

create table test_failure (
    artifact_id bigint  not null,
    position    integer not null, -- in the report
    suite       integer not null,
    class_name  text    not null,
    name        text    not null,
    kind        text    not null check (kind in ('failed', 'error')),
    message     text    not null,
    detail      text    not null,
    millis      bigint  not null,
    primary key (artifact_id, position),
    foreign key (artifact_id, suite) references test_suite on delete cascade
);

-- Caches -------------------------------------------------------------------------------------------------------------------

-- The bytes stand in a file; a new archive is a new file, so that nobody reads half of two.
create table cache (
    owner_id  bigint      not null references "user" on delete cascade,
    name      text        not null,
    file      text        not null unique,
    size      bigint      not null check (size >= 0),
    sha256    text        not null,
    created   timestamptz not null, -- of the file
    last_used timestamptz not null,
    primary key (owner_id, name)
);
