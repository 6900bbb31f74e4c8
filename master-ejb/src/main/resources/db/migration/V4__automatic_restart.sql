-- Restarts that nobody asked for: the runner was killed, came back, and had kept the guest.
alter table restart add automatic boolean not null default false;
