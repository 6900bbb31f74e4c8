-- Whose an upload token is that was refused: for the log.
create index attempt_upload_token on attempt (upload_token_hash);
