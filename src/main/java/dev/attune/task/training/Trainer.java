package dev.attune.task.training;

import dev.attune.dataset.DatasetInfo;
import dev.attune.method.options.Rules;
import dev.attune.task.TaskRun;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Something that learns from a data set and makes a model: one class that says everything about
 * itself, as a {@link dev.attune.method.Method} does, and is made known like one.
 *
 * @param <O> its options, see there
 */
public interface Trainer<O extends Record> {

  /** What {@link #check} calls the model that is trained for. */
  String MODEL = "model";

  /** The name in the API, such as {@code clipcap}. */
  String id();

  /** One sentence, for people. */
  String description();

  /** The type of its options. */
  Class<O> options();

  /** Whether a data set has what it learns from. */
  boolean accepts(DatasetInfo set);

  /**
   * The values that nobody gave.
   *
   * @param model what it is trained for
   * @param given a value that was given, by its name; null where it was not
   */
  O usual(Workshop shop, String model, UnaryOperator<@Nullable String> given);

  /** The model that is trained for where none is named. */
  String usualModel();

  /** The option that names the model which it makes, such as {@code captioner}. */
  String named();

  /** The kind of that model, as its card says. */
  String kind();

  /** The name of the model that it makes. */
  String makes(O options);

  /** The models that it computes with beside the one that it is trained for, by name. */
  Set<String> needs(O options);

  /** Checks what its values must fulfil together; each alone has been checked. */
  void check(TrainingSpec<O> spec, Rules rules);

  /**
   * How many pieces of work it is.
   *
   * @throws dev.attune.task.TaskException when the data set cannot be used
   */
  int pieces(TrainingSpec<O> spec);

  /**
   * Opens it, see {@link dev.attune.task.RunSpec#open}. Its pieces form a chain.
   *
   * @throws dev.attune.task.TaskException when a model or data set cannot be used
   */
  TaskRun open(TrainingSpec<O> spec);
}
