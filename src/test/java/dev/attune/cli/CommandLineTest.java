package dev.attune.cli;

import static dev.attune.cli.Ended.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {

  static Stream<String> commands() {
    return below("", AttuneCommand.line());
  }

  private static Stream<String> below(String path, CommandLine line) {
    return Stream.concat(
        Stream.of(path),
        line.getSubcommands().entrySet().stream()
            .flatMap(e -> below((path + " " + e.getKey()).strip(), e.getValue())));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String command) {
    String[] args = (command + " --help").strip().split(" ");
    Ended ended = run(args);
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith(("Usage: attune " + command).strip() + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "--arch,b17",
    "--judge,none",
    "--classes,1",
    "--views,9",
    "--steps,0",
    "--images,0",
    "--warm-up,-1",
    "--threads,-1",
    "--only,nothing"
  })
  void benchNamesTheOptionThatIsWrong(String option, String value) {
    Ended ended = run("bench", option + "=" + value);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).singleElement().asString().contains(option);
  }

  @Test
  void benchMeasuresEveryPart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("bench.json");
    Ended ended =
        run(
            "bench",
            "--arch=icons-clip-s",
            "--judge=icons-clip-l",
            "--classes=5",
            "--views=10",
            "--steps=1",
            "--warm-up=0",
            "--tokens=4",
            "--json=" + file);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("GFLOP/s", "rlcf-prompt", "rlcf-tune");
    JsonNode measured = JsonMapper.shared().readTree(Files.readString(file)).path("measured");
    assertThat(measured.path("peakGflops").asDouble()).isPositive();
    assertThat(measured.path("forward").path("ofPeak").asDouble()).isPositive();
    for (String method : new String[] {"prompt", "tune"}) {
      assertThat(measured.path(method).path("secondsPerImage").asDouble()).isPositive();
      assertThat(measured.path(method).path("forwards").asDouble()).isPositive();
    }
  }

  @Test
  void benchMeasuresBothFormsOfDgl(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("bench.json");
    Ended ended =
        run("bench", "--only=dgl", "--arch=icons-clip-vit", "--warm-up=0", "--json=" + file);
    assertThat(ended.err()).isEmpty();
    JsonNode forms =
        JsonMapper.shared().readTree(Files.readString(file)).path("measured").path("dgl");
    assertThat(forms.findValuesAsString("form")).containsExactly("transformer", "linear");
    for (JsonNode form : forms) {
      for (String seconds : new String[] {"plain", "video", "forward", "step"}) {
        assertThat(form.path(seconds).asDouble()).isPositive();
      }
      assertThat(form.path("ratio").asDouble())
          .isEqualTo(form.path("video").asDouble() / form.path("plain").asDouble());
    }
  }

  @Test
  void benchSaysWhichTowersDglIsNotFor() {
    Ended ended = run("bench", "--only=dgl", "--arch=icons-clip-s");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--arch", "ResNet");
  }

  @ParameterizedTest
  @CsvSource({
    "--preset,none,preset",
    "--dataset,none,dataset",
    "--task,none,task",
    "--task,retrieval,task",
    "--model,none,model",
    "--limit,0,limit",
    "--limit,some,limit",
    "--views,0,method.views",
    "--selection,1.5,method.selection",
    "--learning-rate,NaN,method.learningRate",
    "--sample-k,100000,method.sampleK",
    "--judges,none,method.reward.models",
    "--scope,all,method.reward.scope",
    "--judge-prompts,nope,method.reward.prompts",
    "--judge-prompts,gone.json,method.reward.prompts",
    "--prompts,clip-7,method.prompts"
  })
  void runNamesTheFieldThatIsWrong(String option, String value, String field) {
    String[] args = {"run", "--preset=rlcf-prompt", "--dataset=icons", option + "=" + value};
    if (option.equals("--preset")) {
      args[1] = "--seed=1";
    } else if (option.equals("--dataset")) {
      args[2] = "--seed=1";
    }
    Ended ended = run(args);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).singleElement().asString().contains(field);
  }

  @Test
  void runTakesAFileOfPromptsFromAnywhere(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), "[\"a small {}\"]");
    Ended ended =
        run(
            "run",
            "--method=zero-shot",
            "--dataset=icons",
            "--limit=2",
            "--json",
            "--prompts=" + file);
    assertThat(ended.err()).isEmpty();
    JsonNode result = JsonMapper.shared().readTree(ended.out());
    assertThat(result.at("/spec/method/prompts").toString()).isEqualTo("[\"mine\"]");
    assertThat(result.at("/provenance/prompts/mine").asString())
        .isEqualTo(Sha256.of("[\"a small {}\"]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seed=0", "--task=classification"})
  void runTakesTheTaskOfItsMethod(String option) {
    Ended ended =
        run("run", "--method=zero-shot", "--dataset=icons", "--limit=2", "--json", option);
    assertThat(ended.err()).isEmpty();
    assertThat(JsonMapper.shared().readTree(ended.out()).at("/spec/task").asString())
        .isEqualTo("classification");
  }
}
