package dev.attune.dataset.folder;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds out whether a folder can be registered as asked, and what it holds. Reads no picture. */
final class Planner {
  private final Path datasets;
  private final Store store;
  private final DatasetCatalog builtIn;

  Planner(Path datasets, Store store, DatasetCatalog builtIn) {
    this.datasets = datasets;
    this.store = store;
    this.builtIn = builtIn;
  }

  /**
   * The data sets that the folder holds: one, or with ImageNet-C one for each corruption and level
   * that is not registered yet.
   */
  List<RegistrationPlan> plan(RegistrationRequest request) {
    Layout asked = Layout.byId(request.layout());
    checkName(request.name());
    CaptionLayouts.checkChoice(asked, request.choice());
    try {
      Path root = root(request);
      Layout layout = VideoLayouts.find(asked, root);
      Path bound = request.anywhere() ? root.getRoot() : datasets.toRealPath();
      if (layout == Layout.IMAGENET_C) {
        return corruptions(request.name(), root, bound);
      }
      checkFree(request.name());
      return List.of(
          new RegistrationPlan(
              request.name(),
              layout,
              stored(root),
              root,
              layout.hasCaptions()
                  ? CaptionLayouts.read(layout, root, request.choice())
                  : listing(layout, root, bound)));
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      throw new RegistrationException("path", "something in the folder cannot be read", e);
    } catch (PictureException e) {
      throw new RegistrationException("path", String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkName(String name) {
    if (!Store.isName(name)) {
      throw new RegistrationException(
          "name",
          "must be 1 to 100 of a-z, 0-9, dot, dash and underscore, a letter or digit first");
    }
  }

  private void checkFree(String name) {
    if (builtIn.find(name).isPresent()) {
      throw new RegistrationException("name", name + " is the name of a built-in data set");
    }
    if (store.read(name).isPresent()) {
      throw new RegistrationException("name", name + " is registered already");
    }
  }

  private Path root(RegistrationRequest request) throws IOException {
    if (!request.anywhere() && !SafePaths.isInside(request.path())) {
      throw bad("must be a folder below the folder of data sets, and relative to it");
    }
    Path path;
    try {
      path = request.anywhere() ? Path.of(request.path()) : datasets.resolve(request.path());
    } catch (InvalidPathException e) {
      throw bad("is no path");
    }
    if (!Files.isDirectory(path)) {
      throw bad("there is no such folder");
    }
    Path real = path.toRealPath();
    if (!request.anywhere() && !real.startsWith(datasets.toRealPath())) {
      throw bad("leads out of the folder of data sets; the command line can register it");
    }
    if (Files.isDirectory(datasets) && real.equals(datasets.toRealPath()) || store.holds(real)) {
      throw bad("must be a folder within the folder of data sets");
    }
    return real;
  }

  private String stored(Path root) throws IOException {
    Path home = Files.isDirectory(datasets) ? datasets.toRealPath() : datasets;
    return (root.startsWith(home) ? home.relativize(root) : root).toString().replace('\\', '/');
  }

  private static Listing listing(Layout layout, Path root, Path bound) throws IOException {
    return switch (layout) {
      case COOP -> new CoopSplit(root).read();
      case AIRCRAFT -> new AircraftLists(root).read();
      case CSV -> new CsvLayout(root, bound).read();
      default -> new FolderLayouts(root, ClassNames.beside(root, bound)).read(layout);
    };
  }

  private List<RegistrationPlan> corruptions(String name, Path root, Path bound)
      throws IOException {
    List<RegistrationPlan> plans = new ArrayList<>();
    List<Path> levels;
    try (Stream<Path> folders = Files.walk(root, 3)) {
      levels = folders.filter(f -> isLevel(root, f)).sorted().toList();
    }
    for (Path level : levels) {
      Path within = root.relativize(level);
      if (Files.isSymbolicLink(level)) {
        throw bad("the folder %s is a link; links to folders are not followed".formatted(within));
      }
      String corruption = within.getName(within.getNameCount() - 2).toString().replace('_', '-');
      String set =
          "%s-%s-%s".formatted(name, corruption, level.getFileName()).toLowerCase(Locale.ROOT);
      checkName(set);
      String path = stored(level);
      if (store.read(set).filter(r -> r.path().equals(path)).isEmpty()) {
        checkFree(set);
        FolderLayouts folders = new FolderLayouts(level, ClassNames.beside(root, bound));
        plans.add(
            new RegistrationPlan(
                set, Layout.IMAGENET_C, path, level, folders.read(Layout.IMAGENET_C)));
      }
    }
    if (plans.isEmpty()) {
      throw levels.isEmpty()
          ? bad("holds no corruption/level folders with levels 1 to 5")
          : new RegistrationException("name", "all its sets are registered already");
    }
    return plans;
  }

  private static boolean isLevel(Path root, Path folder) {
    return folder.getFileName().toString().matches("[1-5]")
        && root.relativize(folder).getNameCount() >= 2
        && Files.isDirectory(folder);
  }

  private static RegistrationException bad(String message) {
    return new RegistrationException("path", message);
  }
}
