package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Understands the layouts that are made of class folders. */
final class FolderLayouts {
  private final Path root;
  private final Optional<ClassNames> names;

  /**
   * @param root the folder of class folders
   * @param names found beside the data
   */
  FolderLayouts(Path root, Optional<ClassNames> names) {
    this.root = root;
    this.names = names;
  }

  Listing read(Layout layout) throws IOException {
    List<String> folders = ClassFolders.below(root);
    if (folders.isEmpty()) {
      throw bad("holds no class folders");
    }
    Map<String, String> named =
        switch (layout) {
          case IMAGENET, IMAGENET_SKETCH, IMAGENET_C ->
              names.isPresent() ? names.get().byFolder() : wordNet(folders);
          case IMAGENET_V2 ->
              names
                  .orElseThrow(
                      () -> bad("needs a classnames.txt beside it: its folders are numbers"))
                  .byFolder();
          case IMAGENET_A, IMAGENET_R ->
              names.isPresent() ? only(folders, names.get()) : wordNet(folders);
          default -> names.isPresent() ? only(folders, names.get()) : asTheyAre(folders);
        };
    return listing(layout, folders, named, names.map(ClassNames::source).orElse(null));
  }

  private Listing listing(
      Layout layout, List<String> folders, Map<String, String> named, @Nullable String source)
      throws IOException {
    Map<String, Integer> order = new HashMap<>();
    List<String> keys = List.copyOf(named.keySet());
    for (int i = 0; i < keys.size(); i++) {
      order.put(keys.get(i), i);
      if (layout == Layout.IMAGENET_V2) {
        order.put(Integer.toString(i), i);
      }
    }
    Map<String, Integer> labels = new LinkedHashMap<>();
    for (String folder : folders) {
      Integer label = order.get(folder);
      if (label == null) {
        throw bad(
            "the class folder %s is not in %s"
                .formatted(folder, Objects.requireNonNullElse(source, "WordNet")));
      }
      requirePicture(folder);
      labels.put(folder, label);
    }
    List<String> classNames = List.copyOf(named.values());
    List<String> notes = new ArrayList<>();
    notes.add(
        "class names are from "
            + Objects.requireNonNullElse(
                source, layout == Layout.FOLDERS ? "the folders" : "WordNet 3.0"));
    if (labels.size() < classNames.size()) {
      notes.add(
          "%d of the %d classes have no folder"
              .formatted(classNames.size() - labels.size(), classNames.size()));
    }
    ambiguous(classNames).ifPresent(notes::add);
    return new ClassFolders(root, labels, classNames, notes);
  }

  private static Map<String, String> only(List<String> folders, ClassNames names) {
    Map<String, String> some = new LinkedHashMap<>();
    for (String folder : folders) {
      String name = names.byFolder().get(folder);
      if (name == null) {
        throw bad("the class folder %s is not in %s".formatted(folder, names.source()));
      }
      some.put(folder, name);
    }
    return some;
  }

  private static Map<String, String> asTheyAre(List<String> folders) {
    Map<String, String> names = new LinkedHashMap<>();
    folders.forEach(f -> names.put(f, f));
    return names;
  }

  private static Map<String, String> wordNet(List<String> folders) {
    WordNetNames wordNet = new WordNetNames();
    Map<String, String> names = new LinkedHashMap<>();
    for (String folder : folders) {
      names.put(
          folder,
          wordNet
              .name(folder)
              .orElseThrow(
                  () ->
                      bad(
                          "the class folder %s is no noun of WordNet 3.0, and there is no"
                                  .formatted(folder)
                              + " classnames.txt beside it")));
    }
    return names;
  }

  private void requirePicture(String folder) throws IOException {
    try (var files = Files.walk(root.resolve(folder))) {
      if (files.noneMatch(f -> SafePaths.isPicture(f.getFileName().toString()))) {
        throw bad("the class folder %s holds no picture".formatted(folder));
      }
    }
  }

  private static Optional<String> ambiguous(List<String> names) {
    Set<String> seen = new HashSet<>();
    List<String> twice = names.stream().filter(n -> !seen.add(n)).distinct().toList();
    return twice.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "several classes have the same name, and a model cannot tell them apart: "
                + String.join(", ", twice));
  }

  private static RegistrationException bad(String message) {
    return new RegistrationException("path", message);
  }
}
