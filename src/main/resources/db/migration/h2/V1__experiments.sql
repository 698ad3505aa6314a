create table experiment (
  id                varchar(16)              not null primary key,
  name              varchar(120)             not null,
  status            varchar(16)              not null,
  task              varchar(60)              not null,
  dataset           varchar(120)             not null,
  model             varchar(120)             not null,
  method            varchar(60)              not null,
  preset            varchar(60),
  samples           integer                  not null,
  spec              character large object not null,
  provenance        character large object,
  error             varchar(1000),
  headline          double precision,
  headline_gain     double precision,
  seconds_per_sample double precision,
  idempotency_key   varchar(200)             unique,
  request_hash      varchar(64),
  created_at        timestamp with time zone not null,
  started_at        timestamp with time zone,
  finished_at       timestamp with time zone
);
create index experiment_created_idx on experiment (created_at);
create index experiment_status_idx on experiment (status);
create index experiment_board_idx on experiment (task, dataset, status);

-- One row a metric, in the order they are shown; position 0 ranks the leaderboard.
create table experiment_metric (
  experiment_id     varchar(16)      not null references experiment on delete cascade,
  position          integer          not null,
  name              varchar(60)      not null,
  after_value       double precision not null,
  after_low         double precision not null,
  after_high        double precision not null,
  before_value      double precision not null,
  before_low        double precision not null,
  before_high       double precision not null,
  gain_value        double precision not null,
  gain_low          double precision not null,
  gain_high         double precision not null,
  primary key (experiment_id, position)
);

-- Samples first_index (included) to last_index (not included). Those before next_index are
-- written: a shard that was handed back goes on there.
create table shard (
  experiment_id     varchar(16)      not null references experiment on delete cascade,
  number            integer          not null,
  status            varchar(16)      not null,
  first_index       integer          not null,
  last_index        integer          not null,
  next_index        integer          not null,
  done              integer          not null,
  failed            integer          not null,
  millis            double precision not null,
  attempts          integer          not null,
  worker            varchar(120),
  scores            character large object,
  primary key (experiment_id, number)
);
create index shard_status_idx on shard (status);

create table sample (
  experiment_id     varchar(16)      not null references experiment on delete cascade,
  sample_index      integer          not null,
  outcome           varchar(16)      not null,
  detail            character large object not null,
  primary key (experiment_id, sample_index)
);
create index sample_outcome_idx on sample (experiment_id, outcome, sample_index);

create table worker (
  id                varchar(120)             not null primary key,
  host              varchar(120)             not null,
  device            varchar(60)              not null,
  engine            varchar(120)             not null,
  threads           integer                  not null,
  experiment_id     varchar(16),
  shard             integer,
  started_at        timestamp with time zone not null,
  heartbeat_at      timestamp with time zone not null
);

-- db-scheduler's own table: who runs what, and whether it is still alive.
create table scheduled_tasks (
  task_name            varchar(100)             not null,
  task_instance        varchar(100)             not null,
  task_data            blob,
  execution_time       timestamp with time zone not null,
  picked               boolean                  not null,
  picked_by            varchar(120),
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat       timestamp with time zone,
  version              bigint                   not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_idx on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat_idx on scheduled_tasks (last_heartbeat);
