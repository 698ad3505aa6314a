package dev.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.encoder.video.DglCheckpoint;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.train.DglOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainDglCommandTest {
  @TempDir private Path folder;

  private Ended train(String... more) {
    Map<String, String> options = new LinkedHashMap<>();
    Stream.of(
            "--home=" + folder.resolve("home"),
            "--out=" + folder.resolve("mine"),
            "--limit=12",
            "--epochs=1",
            "--batch=4",
            "--frames=2")
        .forEach(o -> options.put(o.replaceFirst("=.*", ""), o));
    Stream.of(more).forEach(o -> options.put(o.replaceFirst("=.*", ""), o));
    return Ended.run(
        Stream.concat(Stream.of("train", "dgl"), options.values().stream()).toArray(String[]::new));
  }

  @Test
  void theFlagsAreTheTrainersOptions() {
    String help = Ended.run("train", "dgl", "--help").out();
    assertThat(OptionSchema.of(DglOptions.class).leaves())
        .filteredOn(leaf -> !leaf.name().equals("prompts"))
        .extracting(Leaf::flag)
        .contains("--form", "--random-frames", "--validation")
        .allSatisfy(flag -> assertThat(help).contains(flag + "="));
    assertThat(help).doesNotContain("--prompts");
  }

  @Test
  void promptsAreTrainedIntoAFolder() {
    Ended ended = train("--form=linear");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("\"form\":\"linear\"", "epoch 1, validation loss", "R@1");
    try (DglCheckpoint made = DglCheckpoint.open(folder.resolve("mine/model.safetensors"))) {
      assertThat(made.config().layers()).isEqualTo(4);
    }
    assertThat(folder.resolve("mine/card.json")).content().contains("icons-clip-motion", "\"dgl\"");
    assertThat(train("--form=linear").err()).contains("holds a checkpoint");
    assertThat(train("--form=linear", "--resume").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--form,lstm,training.form",
    "--feature,last,training.feature",
    "--validation,none,training.validation",
    "--validation,icons,training.validation",
    "--frames,-1,training.frames",
    "--random-frames,perhaps,training.randomFrames",
    "--words,2,training.words",
    "--words,49,training.words",
    "--layers,3,training.layers",
    "--layers,5,training.layers",
    "--epochs,0,training.epochs",
    "--captions,-1,training.captions",
    "--batch,1,training.batch",
    "--learning-rate,-1,training.learningRate",
    "--warm-up,1,training.warmUp",
    "--weight-decay,nan,training.weightDecay",
    "--data,icons,--data",
    "--data,none,--data",
    "--limit,2,--limit",
    "--model,none,--model",
    "--model,icons-opt,--model",
  })
  void whatIsWrongIsNamed(String option, String value, String named) {
    Ended ended = train(option + "=" + value);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).singleElement().asString().contains(named);
  }

  @Test
  void aResNetIsRefusedByName() {
    Ended ended = train("--model=icons-clip-s");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--model", "icons-clip-s", "ResNet");
  }
}
