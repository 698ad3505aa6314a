package dev.attune.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A named set of a method's values, or of a training's.
 *
 * @param title for people
 * @param tasks the tasks it is for
 * @param model the one that is taken where a request names none
 * @param kind whether it is a method's or a training's
 * @param values the type, and those that are not the method's own defaults
 * @param saved whether somebody saved it: then it holds every value and stands above the card
 * @param sets values for data sets, by their names, which are laid over the others on demand
 */
public record Preset(
    String name,
    String title,
    String description,
    List<String> tasks,
    String model,
    @JsonIgnore String kind,
    @JsonIgnore ObjectNode values,
    boolean saved,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, ObjectNode> sets) {

  /** With the same values for all sets. */
  public Preset(
      String name,
      String title,
      String description,
      List<String> tasks,
      String model,
      String kind,
      ObjectNode values,
      boolean saved) {
    this(name, title, description, tasks, model, kind, values, saved, Map.of());
  }

  /** Values of a method; null for a training. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable ObjectNode method() {
    return isTraining() ? null : values;
  }

  /** Values of a training; null for a method. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public @Nullable ObjectNode training() {
    return isTraining() ? values : null;
  }

  @JsonIgnore
  public boolean isTraining() {
    return kind.equals(Work.TRAINING);
  }

  /** The name of its method or trainer. */
  @JsonIgnore
  public String type() {
    return values.path("type").asString("");
  }

  public boolean serves(String task) {
    return tasks.contains(task);
  }

  /** The same with all of its values. */
  Preset with(ObjectNode all) {
    return new Preset(name, title, description, tasks, model, kind, all, saved, sets);
  }
}
