package dev.attune.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue of models that can be pulled, or imported under a known name. */
public final class KnownModels {
  private static final String RESOURCE = "known-models.json";

  private final List<KnownModel> models;

  public KnownModels(List<KnownModel> models) {
    this.models = List.copyOf(models);
  }

  /** The application's own list. */
  public static KnownModels load() {
    try (InputStream json = KnownModels.class.getResourceAsStream(RESOURCE)) {
      if (json == null) {
        throw new IllegalStateException("the application lacks its resource " + RESOURCE);
      }
      return new KnownModels(List.of(JsonMapper.shared().readValue(json, KnownModel[].class)));
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue of models cannot be read", e);
    }
  }

  public List<KnownModel> list() {
    return models;
  }

  public Optional<KnownModel> find(String name) {
    return models.stream().filter(m -> m.name().equals(name)).findFirst();
  }
}
