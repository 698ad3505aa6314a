-- Lists are paged over these: what they are filtered or sorted by, then the newest first.
drop index experiment_created_idx;
drop index experiment_status_idx;
drop index experiment_board_idx;
create index experiment_created_idx on experiment (created_at desc, id desc);
create index experiment_status_idx on experiment (status, created_at desc, id desc);
create index experiment_task_idx on experiment (task, created_at desc, id desc);
create index experiment_dataset_idx on experiment (dataset, created_at desc, id desc);
create index experiment_method_idx on experiment (method, created_at desc, id desc);
create index experiment_model_idx on experiment (model, created_at desc, id desc);
create index experiment_name_idx on experiment (name, created_at desc, id desc);
create index experiment_samples_idx on experiment (samples, created_at desc, id desc);
create index experiment_finished_idx on experiment (finished_at desc nulls last, created_at desc, id desc);
create index experiment_finished_up_idx on experiment (finished_at asc nulls last, created_at desc, id desc);
create index experiment_metric_idx on experiment (headline desc nulls last, created_at desc, id desc);
create index experiment_metric_up_idx on experiment (headline asc nulls last, created_at desc, id desc);
create index experiment_gain_idx on experiment (headline_gain desc nulls last, created_at desc, id desc);
create index experiment_gain_up_idx on experiment (headline_gain asc nulls last, created_at desc, id desc);
-- What lists are counted by, whatever they are filtered by.
create index experiment_count_idx on experiment (dataset, status, task, method, id);
-- What the first page shows, and what a model has taken a sample.
create index experiment_latest_idx on experiment (status, finished_at desc nulls last, created_at desc, id desc);
create index experiment_pace_idx on experiment (model, method, finished_at desc);
create index experiment_board_idx on experiment (task, dataset, model, method, preset, samples);

-- How many of a shard's rows in sample have each outcome, so that nobody counts them.
alter table shard add column fixed integer default 0 not null;
alter table shard add column broken integer default 0 not null;
alter table shard add column unchanged integer default 0 not null;
alter table shard add column unreadable integer default 0 not null;
update shard set
  fixed = (select count(*) from sample s where s.experiment_id = shard.experiment_id and s.outcome = 'FIXED'
    and s.sample_index >= shard.first_index and s.sample_index < shard.last_index),
  broken = (select count(*) from sample s where s.experiment_id = shard.experiment_id and s.outcome = 'BROKEN'
    and s.sample_index >= shard.first_index and s.sample_index < shard.last_index),
  unchanged = (select count(*) from sample s where s.experiment_id = shard.experiment_id and s.outcome = 'UNCHANGED'
    and s.sample_index >= shard.first_index and s.sample_index < shard.last_index),
  unreadable = (select count(*) from sample s where s.experiment_id = shard.experiment_id and s.outcome = 'FAILED'
    and s.sample_index >= shard.first_index and s.sample_index < shard.last_index);

-- The run that stands for its model, method and preset ('' for values of its own) on a board.
create table leaderboard_row (
  task              varchar(60)              not null,
  dataset           varchar(120)             not null,
  model             varchar(120)             not null,
  method            varchar(60)              not null,
  preset            varchar(60)              not null,
  experiment_id     varchar(16)              not null references experiment on delete cascade,
  value_after       double precision         not null,
  finished_at       timestamp with time zone not null,
  primary key (task, dataset, model, method, preset)
);
create index leaderboard_row_experiment_idx on leaderboard_row (experiment_id);

-- Its one row is locked by whoever changes the boards, so that nobody sees half of another's change.
create table leaderboard_lock (id integer not null primary key);
insert into leaderboard_lock values (1);

insert into leaderboard_row
select task, dataset, model, method, preset, id, after_value, finished_at from (
  select e.task, e.dataset, e.model, e.method, coalesce(e.preset, '') as preset, e.id,
         m.after_value, e.finished_at,
         row_number() over (
           partition by e.task, e.dataset, e.model, e.method, e.preset
           order by e.samples desc, m.after_value desc, e.finished_at, e.id) as place
  from experiment e join experiment_metric m on m.experiment_id = e.id and m.position = 0
  where e.status = 'COMPLETED') runs
where place = 1;
