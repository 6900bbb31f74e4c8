-- Deliveries that ended long ago are looked for there, to be forgotten.
create index delivery_ended on delivery (ended) where ended is not null;
