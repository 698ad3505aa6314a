package dev.attune.hub;

import dev.attune.encoder.ModelFiles;
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
  public ModelFiles files(String name) {
    return owner(name).files(name);
  }

  private ModelCatalog owner(String name) {
    return isBuiltIn(name) ? builtIn : installed;
  }
}
