-- Which of the masters' keys a runner seals to, so that one that nobody seals to any more can go.
alter table runner add sealed_to text; -- the public key that its last event was sealed to; null while none was
