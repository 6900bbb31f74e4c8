-- When the master ends an attempt by itself, whatever its runner says: by the master's clock, the time limit and the overtime after the
-- hand-over; moved on by the time that passed until the runner began.
alter table attempt add column overdue timestamptz;
-- Of those before, nobody noted the limit.
update attempt set overdue = dispatched + interval '1 day';
alter table attempt alter column overdue set not null;
create index attempt_live_overdue on attempt (overdue) where ended is null;
