package dev.attune.spec;

import dev.attune.digest.Sha256;
import dev.attune.method.Api;
import dev.attune.method.Method;
import dev.attune.method.Traits;
import dev.attune.method.schema.OptionSchema;
import dev.attune.settings.AttuneProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * All methods: those of this program, and those of the jars in {@code plugins/} of Attune's home,
 * which are read at start. A jar that cannot be used is named and does no harm.
 */
@Component
public final class Methods {
  private static final Logger log = LoggerFactory.getLogger(Methods.class);
  private static final List<Method<?>> BUILT_IN = builtIn();

  private final Map<String, Method<?>> byId = new LinkedHashMap<>();
  private final Map<String, Plugin> pluginOf = new LinkedHashMap<>();
  private final List<Plugin> plugins = new ArrayList<>();

  /**
   * A jar with methods.
   *
   * @param file its name
   * @param sha256 of the file
   * @param methods their names; none where it cannot be used
   * @param problem why it cannot be used; null when it can
   */
  public record Plugin(
      String file, String sha256, List<String> methods, @Nullable String problem) {}

  @Autowired
  public Methods(AttuneProperties properties) {
    this(properties.home().resolve("plugins"));
  }

  /**
   * @param folder of jars; need not exist
   */
  public Methods(Path folder) {
    List<Method<?>> all = new ArrayList<>(BUILT_IN);
    for (Path jar : jars(folder)) {
      all.addAll(methods(jar));
    }
    all.sort(
        Comparator.<Method<?>, Boolean>comparing(m -> !traits(m).forwardOnly())
            .thenComparing(Method::id));
    all.forEach(m -> byId.put(m.id(), m));
  }

  private static List<Method<?>> builtIn() {
    List<Method<?>> all = new ArrayList<>();
    ServiceLoader.load(Method.class, Methods.class.getClassLoader())
        .forEach(m -> all.add((Method<?>) m));
    all.forEach(m -> OptionSchema.of(m.options()));
    return List.copyOf(all);
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of plug-ins cannot be read", e);
    }
  }

  /** A jar's methods; none where any of them cannot be used. */
  private List<Method<?>> methods(Path jar) {
    String file = String.valueOf(jar.getFileName());
    String hash = hash(jar);
    try {
      List<Method<?>> methods = load(jar);
      List<String> ids = new ArrayList<>();
      for (Method<?> method : methods) {
        check(method, ids);
        ids.add(method.id());
      }
      Plugin plugin = new Plugin(file, hash, List.copyOf(ids), null);
      plugins.add(plugin);
      ids.forEach(id -> pluginOf.put(id, plugin));
      return methods;
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      String problem = e.getMessage() == null ? e.toString() : e.getMessage();
      log.warn("The plug-in {} cannot be used: {}", file, problem);
      plugins.add(new Plugin(file, hash, List.of(), problem));
      return List.of();
    }
  }

  private static List<Method<?>> load(Path jar) {
    try {
      // kept open: its classes are read as they are needed, for as long as the program runs
      URLClassLoader loader =
          new URLClassLoader(new URL[] {jar.toUri().toURL()}, Methods.class.getClassLoader());
      List<Method<?>> methods = new ArrayList<>();
      for (ServiceLoader.Provider<Method> provider :
          ServiceLoader.load(Method.class, loader).stream().toList()) {
        if (provider.type().getClassLoader() == loader) {
          methods.add((Method<?>) checked(provider));
        }
      }
      if (methods.isEmpty()) {
        throw new IllegalArgumentException(
            "it names no method in META-INF/services/" + Method.class.getName());
      }
      return methods;
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Method<?> checked(ServiceLoader.Provider<Method> provider) {
    String name = provider.type().getName();
    Api made = provider.type().getAnnotation(Api.class);
    if (made == null) {
      throw new IllegalArgumentException(
          name + " does not say for which version it was made: annotate it with @Api(Api.VERSION)");
    }
    if (made.value() != Api.VERSION) {
      throw new IllegalArgumentException(
          "%s was made for version %d of Attune's interfaces, and this is version %d"
              .formatted(name, made.value(), Api.VERSION));
    }
    return provider.get();
  }

  private void check(Method<?> method, List<String> before) {
    String id = method.id();
    if (id == null || !id.matches("[a-z0-9][a-z0-9-]{0,59}")) {
      throw new IllegalArgumentException(
          id + " is no name for a method: lower-case letters, digits and dashes are");
    }
    if (before.contains(id)
        || pluginOf.containsKey(id)
        || BUILT_IN.stream().anyMatch(m -> m.id().equals(id))) {
      throw new IllegalArgumentException("there is another method called " + id);
    }
    OptionSchema.of(method.options());
    traits(method);
  }

  private static <O extends Record> Traits traits(Method<O> method) {
    return method.traits(method.defaults());
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      return "unreadable";
    }
  }

  /** All of them: those without a gradient first, then by name. */
  public List<Method<?>> list() {
    return List.copyOf(byId.values());
  }

  public Optional<Method<?>> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The jars in the folder, also those that cannot be used. */
  public List<Plugin> plugins() {
    return List.copyOf(plugins);
  }

  /** The jar that a method comes from; empty for one of this program. */
  public Optional<Plugin> pluginOf(String id) {
    return Optional.ofNullable(pluginOf.get(id));
  }
}
