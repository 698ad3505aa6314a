package dev.attune.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a run's prompts may name: the papers' lists, and the files of one folder. A name never leads
 * out of it. Thread-safe.
 */
public final class PromptCatalog {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,59}";
  private static final String SUFFIX = ".json";

  /** More than any paper has; each costs as much as all class texts once. */
  private static final int MOST = 1000;

  private final Path folder;
  private final Map<String, PromptList> lists = new LinkedHashMap<>();
  private final Map<String, Path> lent = new ConcurrentHashMap<>();

  /**
   * @param folder of files; need not be there
   */
  public PromptCatalog(Path folder) {
    this.folder = folder;
    PromptList.builtIn().forEach(list -> lists.put(list.name(), list));
  }

  /** Where an installation keeps its own. */
  public static Path folder(Path home) {
    return home.resolve("prompts");
  }

  /** The papers' lists. */
  public List<PromptList> lists() {
    return List.copyOf(lists.values());
  }

  /** The names of the folder's files, without {@code .json}. */
  public List<String> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(PromptCatalog::name)
          .flatMap(Optional::stream)
          .filter(name -> !lists.containsKey(name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of prompts cannot be read", e);
    }
  }

  private static Optional<String> name(Path file) {
    String name = String.valueOf(file.getFileName());
    return Optional.of(name)
        .filter(n -> n.endsWith(SUFFIX))
        .map(n -> n.substring(0, n.length() - SUFFIX.length()))
        .filter(n -> n.matches(NAME));
  }

  /**
   * Takes in a file from anywhere, for whoever runs this program on a machine of their own.
   *
   * @return the name by which it can be given from now on
   * @throws PromptException when it is not there or cannot be named
   */
  public String lend(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new PromptException("there is no file %s".formatted(file));
    }
    String name =
        name(file)
            .filter(n -> !lists.containsKey(n))
            .orElseThrow(
                () ->
                    new PromptException(
                        "a file of prompts must be called NAME.json, and not as a list of this program"));
    lent.put(name, file);
    return name;
  }

  /**
   * What is given as prompts.
   *
   * @param given templates with {@code {}}, names of lists, names of files
   * @throws PromptException when there are none, or one of them cannot be used
   */
  public Prompts resolve(List<String> given) {
    if (given.isEmpty()) {
      throw new PromptException("must not be empty: leave it out for the usual prompt");
    }
    List<Prompt> all = new ArrayList<>();
    for (String each : given) {
      all.addAll(prompts(each));
    }
    if (all.size() > MOST) {
      throw new PromptException("are %d; at most are %d".formatted(all.size(), MOST));
    }
    return new Prompts(all);
  }

  private List<Prompt> prompts(String given) {
    PromptList list = lists.get(given);
    if (list != null) {
      return list.prompts();
    }
    if (given.contains(Prompt.PLACE) || given.isBlank() || given.indexOf(' ') >= 0) {
      return List.of(new Prompt.Template(given));
    }
    return file(given)
        .orElseThrow(
            () ->
                new PromptException(
                    "unknown prompts '%s': neither a template, which has {} for the class, nor a list (%s), nor a file NAME.json in the folder prompts of Attune's home, named without .json"
                        .formatted(given, String.join(", ", lists.keySet()))))
        .prompts();
  }

  /** A file by its name; empty where there is none. */
  private Optional<PromptFile> file(String name) {
    if (!name.matches(NAME)) {
      return Optional.empty();
    }
    Path path = lent.getOrDefault(name, folder.resolve(name + SUFFIX));
    return Files.isRegularFile(path) ? Optional.of(new PromptFile(name, path)) : Optional.empty();
  }

  /**
   * The hashes of the files that are named among prompts.
   *
   * @return SHA-256 by name, empty for a file that is not here or cannot be read
   */
  public Map<String, String> hashes(List<String> given) {
    Map<String, String> hashes = new LinkedHashMap<>();
    given.stream()
        .filter(each -> !lists.containsKey(each) && each.matches(NAME))
        .forEach(each -> hashes.put(each, hash(each)));
    return hashes;
  }

  private String hash(String name) {
    try {
      return file(name).map(PromptFile::sha256).orElse("");
    } catch (PromptException e) {
      return "";
    }
  }
}
