-- One row a piece of a training that has a loss: a step, or the validation after an epoch.
create table training_loss (
  experiment_id     varchar(16)      not null references experiment on delete cascade,
  piece             integer          not null,
  step              integer          not null,
  validation        boolean          not null,
  loss              double precision not null,
  millis            double precision not null,
  primary key (experiment_id, piece)
);
