package dev.attune.spec;

import dev.attune.settings.AttuneProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The presets: those of this program, one readable file a task, with the papers' numbers
 * (ALGORITHMS, section 4); and those that lie in {@code presets/} of Attune's home, a file each.
 */
@Component
public class Presets {
  static final String POLICY = "icons-clip-s";

  private static final Logger log = LoggerFactory.getLogger(Presets.class);
  private static final String BUILT_IN = "classpath:dev/attune/presets/*.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;
  private final PresetRules rules;
  private final List<Preset> builtIn = new ArrayList<>();

  /** Full names by short ones. */
  private final Map<String, String> aliases = new HashMap<>();

  private Saved saved = new Saved(List.of(), List.of(), Map.of());

  /** The presets of the home, as its files were when they were read. */
  private record Saved(List<String> state, List<Preset> presets, Map<String, String> problems) {}

  @Autowired
  public Presets(AttuneProperties properties, PresetRules rules) {
    this(properties.home().resolve("presets"), rules);
  }

  /**
   * @param folder of saved presets; need not exist
   */
  public Presets(Path folder, PresetRules rules) {
    this.folder = folder;
    this.rules = rules;
    try {
      Resource[] files = new PathMatchingResourcePatternResolver().getResources(BUILT_IN);
      Arrays.sort(files, Comparator.comparing(Presets::rank));
      for (Resource file : files) {
        read(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in presets cannot be read", e);
    }
  }

  /** Classification first, trainings last, as pages show them. */
  private static String rank(Resource file) {
    String task = task(file);
    return (task.equals("training") ? "2" : task.equals("classification") ? "0" : "1") + task;
  }

  private static String task(Resource file) {
    return String.valueOf(file.getFilename()).replace(".json", "");
  }

  private void read(Resource file) throws IOException {
    try (InputStream json = file.getInputStream()) {
      for (PresetFile preset : JSON.readValue(json, PresetFile[].class)) {
        Preset read = preset.preset(task(file), false);
        rules.check(read);
        builtIn.add(read);
        Objects.requireNonNullElse(preset.aliases(), List.<String>of())
            .forEach(alias -> aliases.put(alias, read.name()));
      }
    }
  }

  /** All of them, in the order they should be shown, each with every value. */
  public List<Preset> list() {
    return Stream.concat(builtIn.stream(), saved().presets().stream())
        .map(p -> p.with(rules.complete(p)))
        .toList();
  }

  /** Files that are no presets, with the reason. */
  public Map<String, String> problems() {
    return saved().problems();
  }

  /** The preset of a name, or of a short name such as {@code rlcf-clipcap}. */
  public Optional<Preset> find(@Nullable String name) {
    String full = name == null ? null : aliases.getOrDefault(name, name);
    return Stream.concat(builtIn.stream(), saved().presets().stream())
        .filter(p -> p.name().equals(full))
        .findFirst();
  }

  /** The preset with a method's usual values in a task. */
  public Optional<Preset> usual(String task, String type) {
    return builtIn.stream().filter(p -> p.serves(task) && p.type().equals(type)).findFirst();
  }

  /**
   * Keeps a preset.
   *
   * @throws InvalidRequestException when its name is taken, or none, or its values are not a
   *     method's
   */
  public synchronized Preset save(Preset preset) {
    Problems problems = new Problems();
    problems.addUnless(
        find(preset.name()).isEmpty() && !aliases.containsKey(preset.name()),
        "name",
        "there is a preset %s already".formatted(preset.name()));
    rules.check(preset, problems);
    PresetFile file =
        new PresetFile(
            preset.name(),
            null,
            preset.title(),
            preset.description(),
            preset.tasks(),
            preset.model(),
            rules.explicit(preset.method()),
            rules.explicit(preset.training()),
            null);
    try {
      file.preset(null, true);
    } catch (IllegalArgumentException e) {
      problems.add("name", String.valueOf(e.getMessage()));
    }
    problems.check();
    try {
      Files.createDirectories(folder);
      problems.addUnless(
          Files.notExists(folder.resolve(preset.name() + ".json")),
          "name",
          "the file %s.json of the presets is another's".formatted(preset.name()));
      problems.check();
      Path part = folder.resolve(preset.name() + ".json.part");
      Files.writeString(part, JSON.writeValueAsString(file) + "\n");
      Files.move(part, folder.resolve(preset.name() + ".json"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("a preset cannot be kept", e);
    }
    return find(preset.name()).orElseThrow();
  }

  private synchronized Saved saved() {
    List<String> state = state();
    if (!state.equals(saved.state())) {
      saved = read(state);
    }
    return saved;
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".json") && Files.isRegularFile(f))
          .sorted()
          .toList();
    } catch (IOException e) {
      log.warn("The folder of presets cannot be read", e);
      return List.of();
    }
  }

  private List<String> state() {
    List<String> state = new ArrayList<>();
    for (Path file : files()) {
      try {
        state.add("%s %s %d".formatted(file, Files.getLastModifiedTime(file), Files.size(file)));
      } catch (IOException e) {
        state.add(file + " unreadable");
      }
    }
    return state;
  }

  private static Preset preset(Path file) throws IOException {
    PresetFile read = JSON.readValue(Files.readString(file), PresetFile.class);
    if (read == null) {
      throw new IllegalArgumentException("is no preset: it says null");
    }
    return read.preset(null, true);
  }

  private Saved read(List<String> state) {
    List<Preset> presets = new ArrayList<>();
    Map<String, String> problems = new LinkedHashMap<>();
    for (Path file : files()) {
      String name = String.valueOf(file.getFileName());
      try {
        Preset preset = preset(file);
        if (Stream.concat(builtIn.stream(), presets.stream())
            .anyMatch(p -> p.name().equals(preset.name()))) {
          throw new IllegalArgumentException("there is another preset called " + preset.name());
        }
        rules.check(preset);
        presets.add(preset);
      } catch (JacksonException e) {
        problems.put(name, "is no preset: " + e.getOriginalMessage());
      } catch (IOException e) {
        problems.put(name, "cannot be read");
      } catch (IllegalArgumentException | InvalidRequestException e) {
        problems.put(name, String.valueOf(e.getMessage()));
      }
    }
    problems.forEach((f, problem) -> log.warn("The preset {} is left out: {}", f, problem));
    return new Saved(state, List.copyOf(presets), Map.copyOf(problems));
  }
}
