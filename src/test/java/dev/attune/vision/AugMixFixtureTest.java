package dev.attune.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.attune.Fixtures;
import dev.attune.Fixtures.Tensors;
import dev.attune.encoder.clip.ClipPreprocess;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every distortion at its recorded level, and the mixture, against Pillow's results. */
class AugMixFixtureTest {

  private static final Pattern EVERY = Pattern.compile("out\\.mix_every_(\\d+)th");
  private static final Pattern ROWS = Pattern.compile("out\\.mix_rows_(\\d+)_(\\d+)");

  /** Those that {@link ResamplingTest} and {@link ViewsTest} check. */
  private static final Set<String> ELSEWHERE = Set.of("resized_crop", "horizontal_flip");

  static List<Fixtures.Case> cases() {
    return Fixtures.cases("augmix");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void distortionsEqualTheRecordedOnes(Fixtures.Case c) {
    int checked = 0;
    for (JsonNode op : c.get("operations")) {
      String name = op.path("op").asString();
      if (!ELSEWHERE.contains(name)) {
        checked++;
        double level = op.path("sampled_level").asDouble(0);
        Distortion distortion = Distortion.valueOf(name.toUpperCase(Locale.ROOT));
        RgbImage made =
            distortion.apply(
                c.image(op.path("input").asString("input.png")),
                op.path("negated").asBoolean(false) ? -level : level);
        String file = op.path("file").asString();
        assertSame(c, file, made.data(), c.image(file).data());
      }
    }
    assertThat(checked).isPositive();
  }

  /** Within the fixture's tolerance, which Pillow's own platforms need. */
  private static void assertSame(Fixtures.Case c, String what, byte[] made, byte[] expected) {
    assertThat(made.length).isEqualTo(expected.length);
    int most = c.get("tolerance", "uint8_max_abs_diff").asInt();
    double share = c.get("tolerance", "allowed_fraction_differing_more").asDouble();
    int off = 0;
    for (int i = 0; i < made.length; i++) {
      off += Math.abs((made[i] & 0xff) - (expected[i] & 0xff)) > most ? 1 : 0;
    }
    assertThat((double) off / made.length).as(what).isLessThanOrEqualTo(share);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMixtureEqualsTheRecordedOne(Fixtures.Case c) {
    JsonNode mixing = c.get("mixing");
    JsonNode files = mixing.path("processed_files");
    RgbImage[] chains = new RgbImage[files.size()];
    float[] weights = new float[chains.length];
    for (int i = 0; i < chains.length; i++) {
      chains[i] = c.image(files.get(i).asString());
      weights[i] = (float) mixing.path("weights").get(i).asDouble();
    }
    RgbImage original = c.image(mixing.path("original").asString());
    float[] mixed = new float[original.data().length];
    AugMix.mix(
        original,
        (float) mixing.path("m").asDouble(),
        chains,
        weights,
        ClipPreprocess.at(original.width()).normalisation(),
        mixed,
        0);
    int width = original.width();
    int checked = 0;
    Tensors out = c.tensors();
    for (Fixtures.Tensor t : out.byName().values()) {
      Matcher every = EVERY.matcher(t.name());
      Matcher rows = ROWS.matcher(t.name());
      if (every.matches()) {
        int step = Integer.parseInt(every.group(1));
        compare(c, t, mixed, width, 0, step);
        checked++;
      } else if (rows.matches()) {
        compare(c, t, mixed, width, Integer.parseInt(rows.group(1)), 1);
        checked++;
      }
    }
    moments(c, out, mixed);
    assertThat(checked).isPositive();
  }

  /** The recorded part of the mixture: from a row on, every so many rows and columns. */
  private static void compare(
      Fixtures.Case c, Fixtures.Tensor t, float[] mixed, int width, int top, int step) {
    int rows = (int) t.shape()[1];
    int columns = (int) t.shape()[2];
    int plane = mixed.length / 3;
    float abs = (float) c.get("tolerance", "mix_abs").asDouble();
    for (int i = 0; i < t.floats().length; i++) {
      int y = top + i / columns % rows * step;
      int x = i % columns * step;
      float made = mixed[i / (rows * columns) * plane + y * width + x];
      assertThat(made).as("%s[%d]", t.name(), i).isCloseTo(t.floats()[i], within(abs));
    }
  }

  private static void moments(Fixtures.Case c, Tensors out, float[] mixed) {
    float[][] made = ClipPreprocessTest.moments(mixed);
    float abs = (float) c.get("tolerance", "mix_abs").asDouble();
    assertThat(made[0]).containsExactly(out.get("out.mix_channel_mean").floats(), within(abs));
    assertThat(made[1]).containsExactly(out.get("out.mix_channel_std").floats(), within(abs));
  }
}
