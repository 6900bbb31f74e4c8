-- Logs that are not whole, closed or not, and that their runners may still have: few, and looked for again and again.
drop index log_incomplete;
create index log_undecided on log (job_id, number) where intact is null;
comment on column log.intact is
    'whether the bytes are the runner''s; null until they are all there, or the runner has said that it has no such log';
