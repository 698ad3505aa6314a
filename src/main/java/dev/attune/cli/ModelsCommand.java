package dev.attune.cli;

import dev.attune.hub.KnownModel;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Lists, fetches, copies and removes models. */
@Command(
    name = "models",
    description = "Lists, pulls, imports, exports and removes models.",
    mixinStandardHelpOptions = true)
final class ModelsCommand {
  private static final String NAME = "name of the model";

  @Command(
      name = "list",
      description = "Lists the models that are here, and with --available those to be had.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin HomeOption home,
      @Option(names = "--available", description = "also what could be pulled or imported")
          boolean available,
      @Option(names = "--json", description = "as JSON") boolean json) {
    ModelHub hub = ModelHub.at(home.get());
    List<ModelInfo> local = hub.catalog().list();
    List<KnownModel> known =
        available
            ? hub.known().stream()
                .filter(k -> local.stream().noneMatch(m -> m.name().equals(k.name())))
                .toList()
            : List.of();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("models", local);
      if (available) {
        all.put("available", known);
      }
      System.out.println(JsonMapper.shared().writeValueAsString(all));
      return 0;
    }
    for (ModelInfo m : local) {
      String state =
          m.problem() != null
              ? "broken: " + m.problem()
              : hub.isBuiltIn(m.name()) ? "built in" : "installed";
      row(m.name(), m.kind().name(), m.bytes(), m.licence(), state);
    }
    for (KnownModel m : known) {
      String state = m.pullable() ? "can be pulled" : "to import: " + m.source();
      row(m.name(), m.kind(), m.bytes(), m.licence(), state);
    }
    return 0;
  }

  private static void row(
      String name, String kind, @Nullable Long bytes, String licence, String state) {
    String size = bytes == null ? "?" : Bytes.text(bytes);
    System.out.printf(Locale.ROOT, "%-22s %-14s %9s  %s, %s%n", name, kind, size, licence, state);
  }

  @Command(
      name = "pull",
      description = "Downloads a model of the catalogue; goes on where an earlier pull stopped.",
      mixinStandardHelpOptions = true)
  int pull(@Mixin HomeOption home, @Parameters(paramLabel = "NAME", description = NAME) String name)
      throws InterruptedException {
    ModelHub hub = ModelHub.at(home.get());
    try (PullBar bar = new PullBar(System.err, System.console() != null)) {
      hub.pull(name, bar);
    }
    System.out.println("installed " + name);
    return 0;
  }

  @Command(
      name = "import",
      description = "Checks and copies a model from a folder.",
      mixinStandardHelpOptions = true)
  int importModel(
      @Mixin HomeOption home,
      @Parameters(paramLabel = "FOLDER", description = "weights, tokeniser and card.json")
          Path folder,
      @Option(names = "--name", description = "the model's name; the folder's by default")
          @Nullable String name) {
    String chosen =
        name == null ? String.valueOf(folder.toAbsolutePath().normalize().getFileName()) : name;
    try (PullBar bar = new PullBar(System.err, System.console() != null)) {
      ModelHub.at(home.get()).importFrom(folder, chosen, bar);
    }
    System.out.println("installed " + chosen);
    return 0;
  }

  @Command(
      name = "export",
      description = "Copies a model to a new folder, from which it can be imported.",
      mixinStandardHelpOptions = true)
  int export(
      @Mixin HomeOption home,
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Parameters(paramLabel = "FOLDER", description = "does not exist yet") Path folder) {
    ModelHub.at(home.get()).export(name, folder);
    System.out.println("wrote " + folder);
    return 0;
  }

  @Command(
      name = "remove",
      description = {
        "Removes an installed model.",
        "Experiments that wait for it in a running Attune fail; its page and API refuse instead."
      },
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin HomeOption home, @Parameters(paramLabel = "NAME", description = NAME) String name) {
    ModelHub.at(home.get()).remove(name, model -> List.of());
    System.out.println("removed " + name);
    return 0;
  }
}
