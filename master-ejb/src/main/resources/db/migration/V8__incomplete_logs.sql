-- Closed logs of which bytes are missing: few, and looked for again and again.
create index log_incomplete on log (job_id, number) where closed and length < expected;
