package dev.attune.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.Order;
import dev.attune.task.SampleStream;
import dev.attune.task.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request with everything decided. Its JSON is itself a valid request for the same run.
 *
 * @param preset the preset whose numbers these are, or null when the caller changed any
 * @param model what is adapted, or the CLIP that a captioner is trained for
 * @param stream which samples, in which order; of a training the first as they come
 * @param settings whose values it began with; null for a training
 * @param work how it is adapted, or what is trained
 */
public record ExperimentSpec(
    @Nullable String preset,
    String task,
    String dataset,
    String split,
    int limit,
    long seed,
    String model,
    @JsonIgnore SampleStream stream,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Settings settings,
    @JsonIgnore Work work) {

  /** Which samples a limit takes; null for a training. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable Sampling sample() {
    return isTraining() ? null : stream.sample();
  }

  /** The order in which they come; null for a training. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable Order order() {
    return isTraining() ? null : stream.order();
  }

  /** The seed of the first shuffled order; null for the set's own. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable Long orderSeed() {
    return stream.orderSeed();
  }

  /** In how many orders they are run; null for a training. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable Integer orders() {
    return isTraining() ? null : Integer.valueOf(stream.orders());
  }

  /** The values of an adaptation; null for a training. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable ObjectNode method() {
    return work.key().equals(Work.METHOD) ? work.json() : null;
  }

  /** The values of a training; null for an adaptation. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable ObjectNode training() {
    return work.key().equals(Work.TRAINING) ? work.json() : null;
  }

  /** The name of the method, or of what is trained. */
  @JsonIgnore
  public String type() {
    return work.type();
  }

  /** Whether it is a training. */
  @JsonIgnore
  public boolean isTraining() {
    return work.key().equals(Work.TRAINING);
  }

  /** The judges of an adaptation, by name. */
  @JsonIgnore
  public List<String> judges() {
    return work instanceof Work.Adaptation a ? a.chosen().reward().models() : List.of();
  }

  /**
   * One value for people.
   *
   * @param name in JSON, such as {@code method.learningRate}
   * @param origin who gave it; empty where that is not known
   */
  public record Value(String name, String title, String shown, String origin) {}

  /** All values, in the order of the options. */
  public List<Value> values(Map<String, String> origins) {
    List<Value> all = new ArrayList<>(RunValues.of(stream, settings, origins));
    Record options = options();
    if (options == null) {
      work.json()
          .properties()
          .forEach(e -> all.add(new Value(e.getKey(), e.getKey(), text(e.getValue()), "")));
      return all;
    }
    for (Leaf leaf : OptionSchema.of(options.getClass()).leaves()) {
      String name = work.key() + "." + leaf.name();
      Object value = OptionSchema.value(options, leaf);
      if (value != null || leaf.optional()) {
        all.add(new Value(name, leaf.title(), leaf.shown(value), origins.getOrDefault(name, "")));
      }
    }
    return all;
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.asString() : node.toString();
  }

  private @Nullable Record options() {
    if (work instanceof Work.Adaptation a) {
      return a.chosen().options();
    }
    return work instanceof Work.Training t ? t.options() : null;
  }
}
