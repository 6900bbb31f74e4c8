-- What a runner's guests begin in, in its own words.
alter table runner add column sandbox text not null default '';
