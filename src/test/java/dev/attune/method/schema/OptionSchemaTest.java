package dev.attune.method.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.Named;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Steps;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of options that do not say all that they must are refused by name. */
class OptionSchemaTest {

  record Twice(
      @JsonUnwrapped Steps steps,
      @Schema(title = "Rate", description = "another") @Rate double learningRate) {}

  record TwiceByGroups(@JsonUnwrapped Steps steps, @JsonUnwrapped More more) {}

  record More(@Schema(title = "Steps", description = "more of them") @Whole(min = 0) int steps) {}

  record Wordless(@Whole(min = 0) int depth) {}

  record WithoutTitle(@Schema(description = "how deep") @Whole(min = 0) int depth) {}

  record WithoutDescription(@Schema(title = "Depth") @Whole(min = 0) int depth) {}

  record Limitless(@Schema(title = "Depth", description = "how deep") int depth) {}

  record LimitlessShare(@Schema(title = "Share", description = "how much") double share) {}

  record Unshowable(@Schema(title = "Time", description = "how long") Duration time) {}

  record OneFlag(
      @Schema(title = "A", description = "a") @Named(flag = "it") @Whole(min = 0) int a,
      @Schema(title = "B", description = "b") @Named(flag = "it") @Whole(min = 0) int b) {}

  record OneField(
      @Schema(title = "A", description = "a") @Named(field = "it") @Whole(min = 0) int a,
      @Schema(title = "B", description = "b") @Named(field = "it") @Whole(min = 0) int b) {}

  record Sound(
      @JsonUnwrapped Steps steps,
      @Schema(title = "Name", description = "of something") @Nullable String name,
      @Schema(title = "Yes", description = "or no") boolean yes,
      @Schema(title = "Names", description = "of some things") List<String> names,
      @Nullable MomentumSpec momentum) {}

  record Undefaulted(@Nullable Group group) {}

  record Group(@Schema(title = "A", description = "a") @Whole(min = 0) int a) {}

  static List<Arguments> faulty() {
    return List.of(
        Arguments.of(Twice.class, "learningRate", "twice"),
        Arguments.of(TwiceByGroups.class, "steps", "twice"),
        Arguments.of(Wordless.class, "depth", "no words"),
        Arguments.of(WithoutTitle.class, "depth", "no words"),
        Arguments.of(WithoutDescription.class, "depth", "no words"),
        Arguments.of(Limitless.class, "depth", "without limits"),
        Arguments.of(LimitlessShare.class, "share", "without limits"),
        Arguments.of(Unshowable.class, "time", "no form can show"),
        Arguments.of(OneFlag.class, "b", "flag of another: --it"),
        Arguments.of(OneField.class, "b", "another's field name"));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void aFaultyRecordIsRefusedWithItsName(
      Class<? extends Record> type, String leaf, String message) {
    for (int time = 0; time < 2; time++) { // and is not taken the second time
      assertThatThrownBy(() -> OptionSchema.of(type))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(type.getName())
          .hasMessageContaining(leaf)
          .hasMessageContaining(message);
    }
  }

  @Test
  void aGroupThatMayBeAbsentNeedsDefaults() {
    assertThatThrownBy(() -> OptionSchema.of(Undefaulted.class))
        .hasMessageContaining(Group.class.getName())
        .hasMessageContaining("no constructor of its defaults");
  }

  @Test
  void aSoundRecordGivesItsLeavesInOrder() {
    OptionSchema schema = OptionSchema.of(Sound.class);
    assertThat(schema.leaves())
        .extracting(Leaf::name)
        .containsExactly(
            "steps",
            "learningRate",
            "weightDecay",
            "name",
            "yes",
            "names",
            "momentum.tau",
            "momentum.updateFrequency",
            "momentum.weight");
    assertThat(schema.leaves())
        .extracting(Leaf::flag)
        .contains("--learning-rate", "--momentum-tau", "--momentum-every");
    assertThat(schema.optionalGroups())
        .extracting(OptionSchema.Group::name)
        .containsOnly("momentum");
    assertThat(schema.leaf("name").orElseThrow().optional()).isTrue();
    assertThat(schema.leaf("yes").orElseThrow().choices()).containsExactly("true", "false");
  }
}
