-- Downwards, ties newest first too: a part of a list is one span of an index, whatever its order.
create index experiment_name_down_idx on experiment (name desc, created_at desc, id desc);
create index experiment_status_down_idx on experiment (status desc, created_at desc, id desc);
create index experiment_task_down_idx on experiment (task desc, created_at desc, id desc);
create index experiment_dataset_down_idx on experiment (dataset desc, created_at desc, id desc);
create index experiment_model_down_idx on experiment (model desc, created_at desc, id desc);
create index experiment_method_down_idx on experiment (method desc, created_at desc, id desc);
create index experiment_samples_down_idx on experiment (samples desc, created_at desc, id desc);
