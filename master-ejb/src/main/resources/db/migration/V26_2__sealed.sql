-- How a runner spoke that was heard since it was enrolled: once sealed, never in clear again; null while it was not heard.
alter table runner add sealed boolean;
