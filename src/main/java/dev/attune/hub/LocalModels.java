package dev.attune.hub;

import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.weights.TensorSource;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The built-in models and after them the installed ones, which cannot take a built-in's name. */
final class LocalModels implements ModelCatalog {
  private final ModelCatalog builtIn;
  private final ModelCatalog installed;

  LocalModels(ModelCatalog builtIn, ModelCatalog installed) {
    this.builtIn = builtIn;
    this.installed = installed;
  }

  @Override
  public List<ModelInfo> list() {
    List<ModelInfo> models = new ArrayList<>(builtIn.list());
    installed.list().stream().filter(m -> !isBuiltIn(m.name())).forEach(models::add);
    return models;
  }

  boolean isBuiltIn(String name) {
    return builtIn.find(name).isPresent();
  }

  @Override
  public Optional<ModelInfo> find(String name) {
    return builtIn.find(name).or(() -> installed.find(name));
  }

  @Override
  public TensorSource weights(String name) {
    return owner(name).weights(name);
  }

  @Override
  public ClipCheckpoint clip(String name) {
    return owner(name).clip(name);
  }

  @Override
  public LmCheckpoint languageModel(String name) {
    return owner(name).languageModel(name);
  }

  @Override
  public InputStream tokenizer(String name) {
    return owner(name).tokenizer(name);
  }

  private ModelCatalog owner(String name) {
    return isBuiltIn(name) ? builtIn : installed;
  }
}
