-- Whose an upload token is that was refused: for the log.
create index attempt_upload_token on attempt (upload_token_hash);

-- When the key was made that secrets are sealed with now; null for the first one.
alter table seal add since timestamptz;
