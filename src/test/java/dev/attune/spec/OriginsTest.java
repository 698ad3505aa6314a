package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where each of a run's values comes from. */
class OriginsTest {
  @TempDir private Path home;

  @Test
  void eachValueSaysWhoGaveIt() {
    House house = new House(home);
    SpecResolver.Resolved run =
        house.resolve(
            "{'preset':'rlcf-tune','dataset':'icons','method':{'sampleK':2,'views':null}}");

    assertThat(run.origins().values())
        .containsEntry("method.sampleK", "given")
        .containsEntry("method.views", "card of icons-clip-s")
        .containsEntry("method.learningRate", "card of icons-clip-s")
        .containsEntry("method.reward.models", "card of icons-clip-s")
        .containsEntry("method.batchNorm.statistics", "card of icons-clip-s")
        .containsEntry("method.steps", "preset rlcf-tune")
        .containsEntry("method.weightDecay", "preset rlcf-tune")
        .containsEntry("method.minEntropyWeight", "the method's default")
        .containsEntry("method.reward.baseline", "the method's default")
        .doesNotContainKey("method.momentum.tau");
    assertThat(run.origins().notes()).isEmpty();
    assertThat(run.spec().values(run.origins().values()))
        .filteredOn(v -> v.name().equals("method.views"))
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.title()).isEqualTo("Views");
              assertThat(v.shown()).isEqualTo("8");
              assertThat(v.origin()).isEqualTo("card of icons-clip-s");
            });
  }

  @Test
  void everyValueThatIsThereHasAnOrigin() {
    House house = new House(home);
    for (Preset preset : house.presets.list()) {
      if (!preset.isTraining() && !preset.name().equals("rlcf-prompt-coop")) {
        String pictures = preset.serves("classification") ? "icons" : "scenes";
        String set = preset.serves("video-retrieval") ? "motion" : pictures;
        SpecResolver.Resolved run =
            house.resolve("{'preset':'%s','dataset':'%s'}".formatted(preset.name(), set));
        assertThat(run.spec().values(run.origins().values()))
            .as(preset.name())
            .filteredOn(v -> !v.shown().equals("none"))
            .allSatisfy(v -> assertThat(v.origin()).as(v.name()).isNotBlank());
      }
    }
  }

  @Test
  void aCardsSectionForAPresetStandsAboveTheMethods() {
    SpecResolver.Resolved run =
        new House(home).resolve("{'preset':'rlcf-tune-ensemble','dataset':'icons'}");
    assertThat(run.origins().values())
        .containsEntry(
            "method.reward.models", "card of icons-clip-s for the preset rlcf-tune-ensemble")
        .containsEntry("method.views", "card of icons-clip-s");
    assertThat(run.spec().judges()).containsExactly("icons-clip-l", "icons-clip-s");
  }

  @Test
  void groupsThatMayBeAbsentSayWhoAskedForThemOrNot() {
    House house = new House(home);
    assertThat(
            house.resolve("{'preset':'rlcf-tune-momentum','dataset':'icons'}").origins().values())
        .containsEntry("method.momentum.tau", "preset rlcf-tune-momentum");
    SpecResolver.Resolved without =
        house.resolve(
            "{'preset':'rlcf-tune-momentum','dataset':'icons','method':{'momentum':false}}");
    assertThat(without.origins().values())
        .containsEntry("method.momentum", "given")
        .doesNotContainKey("method.momentum.tau");
    assertThat(without.spec().method().path("momentum").isNull()).isTrue();
    assertThat(without.spec().preset()).isNull();
    SpecResolver.Resolved with =
        house.resolve("{'preset':'rlcf-tune','dataset':'icons','method':{'momentum':{'tau':0.5}}}");
    assertThat(with.spec().method().at("/momentum/updateFrequency").asInt()).isEqualTo(64);
    assertThat(with.origins().values()).containsEntry("method.momentum.updateFrequency", "given");
  }

  @Test
  void whatFollowsFromAValueSaysFromWhich() {
    SpecResolver.Resolved run =
        new House(home)
            .resolve(
                "{'preset':'rlcf-tune','dataset':'icons',"
                    + "'method':{'batchNorm':{'priorStrength':4}}}");
    assertThat(run.origins().values().get("method.batchNorm.statistics"))
        .isEqualTo("follows from batchNorm.priorStrength, given");
    assertThat(run.spec().method().at("/batchNorm/statistics").asString()).isEqualTo("mix");
  }

  @Test
  void aSavedPresetIsTheOriginOfAllItsValues() throws Exception {
    Path folder = Files.createDirectories(home.resolve("presets"));
    Files.writeString(
        folder.resolve("ours.json"),
        """
        {"name": "ours", "tasks": ["classification"],
         "method": {"type": "tpt", "steps": 2, "learningRate": 0.001}}
        """);
    assertThat(new House(home).resolve("{'preset':'ours','dataset':'icons'}").origins().values())
        .containsEntry("method.steps", "preset ours")
        .containsEntry("method.learningRate", "preset ours")
        .containsEntry("method.views", "the method's default");
  }

  @Test
  void trainingsHaveOriginsToo() {
    SpecResolver.Resolved run =
        new House(home)
            .resolve(
                "{'preset':'train-capdec','dataset':'scenes','limit':20,"
                    + "'training':{'captioner':'mine','epochs':2}}");
    assertThat(run.origins().values())
        .containsEntry("training.captioner", "given")
        .containsEntry("training.epochs", "given")
        .containsEntry("training.batch", "the usual");
  }

  @Test
  void whatIsGivenAndMakesNoDifferenceIsNoted() {
    House house = new House(home);
    SpecResolver.Resolved run =
        house.resolve(
            "{'preset':'tpt','dataset':'icons','method':{'sampleK':5,'minEntropyWeight':0}}");
    assertThat(run.origins().notes())
        .singleElement()
        .asString()
        .contains("tpt has no sampleK", "5");
    assertThat(run.spec().preset()).isEqualTo("tpt");
    house.card("icons-clip-s", "tpt", Map.of("sampleK", 7));
    assertThat(house.resolve("{'preset':'tpt','dataset':'icons'}").origins().notes())
        .as("of a card, once")
        .singleElement()
        .asString()
        .contains("tpt has no sampleK", "7");
  }
}
