package dev.attune.hub.web;

import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelInfo;
import dev.attune.hub.ModelPulls;
import dev.attune.hub.PullProgress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts together what is here, what could be, and what is on its way. */
@Component
class ModelViews {
  private final ModelHub hub;
  private final ModelPulls pulls;

  ModelViews(ModelHub hub, ModelPulls pulls) {
    this.hub = hub;
    this.pulls = pulls;
  }

  /** The models that are here, broken ones included. */
  List<ModelView> local() {
    return hub.catalog().list().stream()
        .map(m -> ModelView.of(m, hub.isBuiltIn(m.name()), pulls.progress(m.name()).orElse(null)))
        .toList();
  }

  /** The catalogue's models that are not here. */
  List<ModelView> available() {
    Set<String> here =
        hub.catalog().list().stream().map(ModelInfo::name).collect(Collectors.toSet());
    return hub.known().stream()
        .filter(m -> !here.contains(m.name()))
        .map(m -> ModelView.of(m, pulls.progress(m.name()).orElse(null)))
        .toList();
  }

  /** Imports of models that are neither here nor in the catalogue: under way, or ended early. */
  List<PullProgress> imports() {
    return pulls.all().stream()
        .filter(p -> p.state() != PullProgress.State.COMPLETED && find(p.model()).isEmpty())
        .toList();
  }

  Optional<ModelView> find(String name) {
    return hub.catalog()
        .find(name)
        .map(m -> ModelView.of(m, hub.isBuiltIn(name), pulls.progress(name).orElse(null)))
        .or(() -> available().stream().filter(m -> m.name().equals(name)).findFirst());
  }
}
