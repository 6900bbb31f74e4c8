-- What everybody may list of a user, for the pages, feeds and badges that are read without a login.
create index job_public on job (owner_id, id desc) where visibility = 'public';

-- What has not ended yet, of everybody: few among all that were ever kept.
create index job_unfinished on job (id desc) where status in ('pending', 'queued', 'running');
