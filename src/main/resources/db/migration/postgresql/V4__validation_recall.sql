-- Of a validation that looks for what belongs together: the share that is found first.
alter table training_loss add column recall double precision;
