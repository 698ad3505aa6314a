package dev.attune.hub;

import java.util.List;

/** Knows who needs a model. */
@FunctionalInterface
public interface ModelUse {

  /** Ids of the experiments that are queued or running with this model, judges included. */
  List<String> unfinishedWith(String model);
}
