package dev.attune.hub.web;

import dev.attune.hub.ModelInfo;
import java.util.List;
import org.springframework.stereotype.Component;

/** Models to choose from, for the forms of all features. */
@Component("modelChoices")
public final class ModelChoices {

  /** The names of the models of a kind. */
  public List<String> ofKind(List<ModelInfo> models, String kind) {
    return models.stream().filter(m -> isOf(m, kind)).map(ModelInfo::name).toList();
  }

  /** Whether a model is of a kind. */
  public boolean isOf(ModelInfo model, String kind) {
    return model.kind().is(kind);
  }
}
