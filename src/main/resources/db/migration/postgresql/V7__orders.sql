-- The samples of an experiment may be run in several orders; what each order gave, as JSON.
alter table experiment add column orders integer default 1 not null;
alter table experiment add column order_results text;

-- A sample has a place in the run beside its index within the data set; until now they were one.
-- Shards hold places.
alter table sample add column place integer;
update sample set place = sample_index;
alter table sample alter column place set not null;
alter table sample drop constraint sample_pkey;
alter table sample add primary key (experiment_id, place);
drop index sample_outcome_idx;
create index sample_outcome_idx on sample (experiment_id, outcome, place);
create index sample_index_idx on sample (experiment_id, sample_index);

-- Each order learns by itself.
alter table chain_state add column order_number integer default 0 not null;
alter table chain_state drop constraint chain_state_pkey;
alter table chain_state add primary key (experiment_id, order_number, part);
