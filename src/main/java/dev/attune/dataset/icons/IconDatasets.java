package dev.attune.dataset.icons;

import dev.attune.dataset.PictureDataset;
import dev.attune.dataset.icons.SceneDataset.Domain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The sets of <i>Icons in the wild</i>, by name. Beside each set that is drawn freely there is one
 * of the same kind and another seed, {@code <name>-validation}, to choose settings on.
 */
final class IconDatasets {

  static final String VALIDATION = "-validation";
  static final int SIZE = 2000;
  private static final int NOVEL_SIZE = 1000;

  /** Gives 20,000 captions to learn from, and another 1,000 for validation. */
  private static final int TRAINING_SIZE = 4200;

  private static final long TEST_SEED = 2026;
  private static final long VALIDATION_SEED = 7351;
  private static final long TRAINING_SEED = 300;
  private static final int MOTION_SIZE = 600;
  private static final int MOTION_TRAINING_SIZE = 6000;
  private static final List<IconFamily> SKETCHED = sketched();

  private final IconPainter painter = new IconPainter();
  private final Map<String, PictureDataset> sets = new LinkedHashMap<>();
  private final Map<String, String> descriptions = new LinkedHashMap<>();

  IconDatasets() {
    addFreely(
        "icons",
        "Icons of the families the models were trained on; stands for ImageNet",
        (random, c) -> painter.paint(random, c, IconFamily.policy(), Background.usual()));
    addFreely(
        "icons-v2",
        "The same families, freshly drawn on other backgrounds; stands for ImageNet-V2",
        (random, c) -> painter.paint(random, c, IconFamily.policy(), Background.unusual()));
    addFreely(
        "icons-outline",
        "Line drawings of families no model was trained on; stands for ImageNet-R",
        (random, c) -> painter.paint(random, c, IconFamily.heldOutOutline(), Background.usual()));
    addFreely(
        "icons-sketch",
        "Grey pencil strokes on paper; stands for ImageNet-Sketch",
        (random, c) -> painter.paintSketch(random, c, SKETCHED, random.uniform(0.45, 0.85), 2));
    HardCandidates.accepted().ifPresent(this::addHard);
    for (Corruption corruption : Corruption.values()) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        addCorrupted(corruption, severity, "");
        addCorrupted(corruption, severity, VALIDATION);
      }
    }
    addScenes(
        "scenes",
        SIZE,
        IconFamily.policy(),
        Domain.IN,
        "One to three coloured things in relation, five captions each; stands for COCO");
    addScenes(
        "scenes-outline",
        SIZE,
        IconFamily.heldOutOutline(),
        Domain.IN,
        "Scenes in line drawings of families no model was trained on; stands for Flickr30k");
    for (Domain domain : Domain.values()) {
      addScenes(
          "scenes-novel-" + domain.name().toLowerCase(Locale.ROOT),
          NOVEL_SIZE,
          IconFamily.policy(),
          domain,
          "Scenes of %s things no captioner has met; stands for NoCaps".formatted(domain.share()));
    }
    sets.put(TrainingScenes.NAME, TrainingScenes.captioned(TRAINING_SIZE));
    descriptions.put(TrainingScenes.NAME, "Scenes for captioners to learn from");
    addMotion(MotionDataset.NAME, TEST_SEED, MOTION_SIZE);
    addMotion(MotionDataset.NAME + VALIDATION, VALIDATION_SEED, MOTION_SIZE);
    addMotion(MotionDataset.TRAINING, TRAINING_SEED, MOTION_TRAINING_SIZE);
  }

  private void addMotion(String name, long seed, int size) {
    sets.put(name, new MotionDataset(name, seed, size));
    descriptions.put(
        name,
        "Clips of things that move, grow, turn or appear, and each in reverse; stand for MSR-VTT");
  }

  /** Names of all sets, those for validation and training too. */
  List<String> names() {
    return List.copyOf(sets.keySet());
  }

  Optional<PictureDataset> find(String name) {
    return Optional.ofNullable(sets.get(name));
  }

  /** What a set shows, in one line. */
  String description(String name) {
    return descriptions.getOrDefault(name, "");
  }

  private void addFreely(
      String name, String description, BiFunction<PictureRandom, Integer, IconPicture> draw) {
    addFreely(name, TEST_SEED, description, draw);
    addFreely(name + VALIDATION, VALIDATION_SEED, description, draw);
  }

  private void addFreely(
      String name,
      long seed,
      String description,
      BiFunction<PictureRandom, Integer, IconPicture> draw) {
    add(
        name,
        seed,
        IconDataset.balanced(name, seed, SIZE),
        description,
        (i, c) -> draw.apply(new PictureRandom(name, seed, i), c).image());
  }

  private void addScenes(
      String name, int size, List<IconFamily> families, Domain domain, String description) {
    for (String split : List.of("", VALIDATION)) {
      long seed = split.isEmpty() ? TEST_SEED : VALIDATION_SEED;
      sets.put(name + split, new SceneDataset(name + split, seed, size, families, domain));
      descriptions.put(name + split, description);
    }
  }

  private void addHard(int[] accepted) {
    HardCandidates candidates = new HardCandidates();
    int[] order =
        new PictureRandom("order-hard", HardCandidates.SEED, 0).permutation(accepted.length);
    int[] labels = new int[accepted.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = candidates.concept(accepted[order[i]]);
    }
    add(
        "icons-hard",
        HardCandidates.SEED,
        labels,
        "Samples that a third model gets wrong; stands for ImageNet-A",
        (i, c) -> candidates.draw(accepted[order[i]]));
  }

  private void addCorrupted(Corruption corruption, int severity, String split) {
    PictureDataset clean = find("icons" + split).orElseThrow();
    long seed = split.isEmpty() ? TEST_SEED : VALIDATION_SEED;
    int[] labels = IconDataset.balanced(clean.name(), seed, SIZE);
    add(
        "icons-c-%s-%d%s".formatted(corruption.title(), severity, split),
        seed,
        labels,
        "The pictures of icons with %s of severity %d; stands for ImageNet-C"
            .formatted(corruption.title().replace('-', ' '), severity),
        (i, c) -> {
          return corruption.apply(clean.picture(i), severity, seed + i);
        });
  }

  private void add(
      String name, long seed, int[] labels, String description, IconDataset.Drawing drawing) {
    sets.put(name, new IconDataset(name, seed, labels, drawing));
    descriptions.put(name, description);
  }

  private static List<IconFamily> sketched() {
    List<IconFamily> families = new ArrayList<>(IconFamily.policy());
    families.addAll(IconFamily.heldOutOutline());
    return List.copyOf(families);
  }
}
