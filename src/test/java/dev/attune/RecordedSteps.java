package dev.attune;

import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.outside;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/**
 * What a fixture says of a quantity, as a whole or of one step, with the tolerance that it states.
 *
 * @param steps how many are recorded
 */
public record RecordedSteps(Fixtures.Case recorded, int steps) {

  /** Of a case that states its steps. */
  public static RecordedSteps of(Fixtures.Case recorded) {
    return new RecordedSteps(recorded, recorded.get("hyperparameters", "tta_steps").asInt());
  }

  /** Whether a quantity is recorded. */
  public boolean has(String name) {
    return recorded.tensors().has("out." + name);
  }

  /** The whole of a quantity. */
  public void close(String name, float... actual) {
    assertClose(name, actual, all(name), tolerance(name), 0);
  }

  /** What a quantity is in a step. */
  public void close(String name, int step, float... actual) {
    assertClose(name + " " + step, actual, ofStep(name, step), tolerance(name), 0);
  }

  /** The same, but for one entry of a hundred: Adam makes large steps of rounded zeros. */
  public void mostlyClose(String name, float... actual) {
    mostlyClose(name, actual, all(name));
  }

  /** As above, in a step. */
  public void mostlyClose(String name, int step, float... actual) {
    mostlyClose(name, actual, ofStep(name, step));
  }

  private void mostlyClose(String name, float[] actual, float[] expected) {
    assertThat(outside(actual, expected, tolerance(name)))
        .as("entries of %s that are off", name)
        .isLessThanOrEqualTo(expected.length / 100);
  }

  /** How far a quantity may be off. */
  public double tolerance(String name) {
    return recorded.get("tolerance", "abs", name).asDouble();
  }

  private float[] all(String name) {
    return recorded.tensors().get("out." + name).floats();
  }

  /** What is recorded of a step. */
  public float[] ofStep(String name, int step) {
    float[] all = all(name);
    int size = all.length / steps;
    return Arrays.copyOfRange(all, step * size, (step + 1) * size);
  }

  /** The ids that are recorded of a step. */
  public long[] idsOf(String name, int step) {
    long[] all = recorded.tensors().get("out." + name).longs();
    int size = all.length / steps;
    return Arrays.copyOfRange(all, step * size, (step + 1) * size);
  }
}
