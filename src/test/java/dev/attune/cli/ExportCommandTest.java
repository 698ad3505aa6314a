package dev.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.Fixtures;
import dev.attune.encoder.clip.Checkpoints;
import dev.attune.encoder.clip.ClipCheckpoint;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir Path out;

  private final String weights = Fixtures.single("clip_vit").weights("clip").toString();

  @Test
  void aModelGoesThroughEveryFormat() {
    Path pt = out.resolve("pt");
    assertThat(export(weights, "openai-pt", pt, "--activation", "quick-gelu")).isZero();
    Path hf = out.resolve("hf");
    assertThat(export(pt.toString(), "huggingface", hf)).isZero();
    Path open = out.resolve("open");
    assertThat(export(hf.toString(), "openclip", open, "--type", "fp32")).isZero();
    try (ClipCheckpoint first = Checkpoints.open(pt);
        ClipCheckpoint last = Checkpoints.open(open)) {
      assertThat(last.config().activation()).isEqualTo(first.config().activation());
      assertThat(first.tensors().tensors().keySet()).containsAll(last.tensors().tensors().keySet());
    }
  }

  @Test
  void wrongArgumentsAreSaid() {
    assertThat(export(weights, "onnx", out)).isEqualTo(2);
    assertThat(export(weights, "openclip", out, "--type", "int8")).isEqualTo(2);
    assertThat(export(weights, "openclip", out, "--activation", "relu")).isEqualTo(2);
    assertThat(export(weights, "openclip", out)).isEqualTo(1);
  }

  private static int export(String model, String format, Path out, String... more) {
    String[] fixed = {
      "train", "export", "--model", model, "--format", format, "--out", out.toString()
    };
    String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return AttuneCommand.run(all);
  }
}
