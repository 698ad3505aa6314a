package dev.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.hub.ModelHub;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.training.CapDecTrainer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCaptionerCommandTest {
  @TempDir private Path folder;

  private Ended train(String trainer, String... more) {
    String[] fixed = {
      "train", trainer, "--home=" + folder.resolve("home"), "--out=" + folder.resolve("mine")
    };
    String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return Ended.run(all);
  }

  @Test
  void theFlagsAreTheTrainersOptions() {
    String help = Ended.run("train", "capdec", "--help").out();
    assertThat(OptionSchema.of(CapDecTrainer.Options.class).leaves())
        .filteredOn(leaf -> !leaf.name().equals("captioner"))
        .extracting(Leaf::flag)
        .contains("--noise", "--weight-decay")
        .allSatisfy(flag -> assertThat(help).contains(flag + "="));
    assertThat(help).doesNotContain("--captioner");
    assertThat(Ended.run("train", "clipcap", "--help").out()).doesNotContain("--noise");
  }

  @Test
  void whatIsTrainedCanBeImported() {
    Ended ended =
        train("capdec", "--examples=60", "--epochs=1", "--batch=20", "--rate=1e-3", "--noise=0.5");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("\"learningRate\":0.001", "\"noise\":0.5", "\"prefixLength\":7", "\"epochs\":1");
    ModelHub hub = ModelHub.at(folder.resolve("home"));
    hub.importFrom(folder.resolve("mine"), "mine");
    assertThat(hub.catalog().find("mine").orElseThrow().description())
        .isEqualTo("A CapDec, trained on scenes-train by Attune.");
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs,0,training.epochs",
    "--batch,many,training.batch",
    "--mapping,lstm,training.mapping",
    "--prefix-length,100000,training.prefixLength",
    "--learning-rate,-1,training.learningRate",
    "--lm,none,training.languageModel",
    "--language-model,icons-clip-s,training.languageModel",
    "--scorer,none,training.scorer",
    "--examples,0,--examples",
    "--data,none,--data",
    "--noise,1,--noise",
  })
  void whatIsWrongIsNamed(String option, String value, String named) {
    Ended ended = train("clipcap", option + "=" + value);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).singleElement().asString().contains(named);
  }
}
