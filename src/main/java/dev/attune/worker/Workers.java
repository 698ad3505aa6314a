package dev.attune.worker;

import java.util.List;

/** The processes that run shards. */
public interface Workers {

  /** Those seen lately, in the order they started. */
  List<WorkerView> list();
}
