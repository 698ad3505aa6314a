-- Where a spec's values come from, the plug-in that a method came from, and what no worker has.
alter table experiment add column origins character large object;
alter table experiment add column plugin varchar(64);
alter table experiment add column waits_for varchar(400);

-- Samples that were left as they are, as too few were left for a batch.
alter table shard add column unadapted integer default 0 not null;

-- What a run learned from sample to sample, in parts: replaced with its shard's rows.
create table chain_state (
  experiment_id     varchar(16)      not null references experiment on delete cascade,
  part              integer          not null,
  next_index        integer          not null,
  data              binary large object not null,
  primary key (experiment_id, part)
);
