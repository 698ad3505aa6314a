package dev.attune.hub;

import java.util.List;
import java.util.Optional;

/** The models this installation has, by name. */
public interface ModelCatalog {

  /** All of them, broken ones included, in the order they should be shown. */
  List<ModelInfo> list();

  Optional<ModelInfo> find(String name);
}
