-- When a runner was first heard to seal what it says: what it said in clear just before may come a little later.
alter table runner add sealed_since timestamptz;
update runner set sealed_since = now() where sealed;
alter table runner add check (coalesce(sealed, false) = (sealed_since is not null));
