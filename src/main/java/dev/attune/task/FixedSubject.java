package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.method.Judge;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.RewardSpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** An encoder that picks among candidates whose features are at hand, as are its judges. */
public final class FixedSubject extends EncoderSubject {
  private final NDArray candidates;
  private final List<Judge> judges;
  private final Function<? super Tuning, ? extends Tuned> tuned;

  /**
   * @param candidates (N, E), normalised
   * @param tuned makes something of the encoder tunable
   */
  public FixedSubject(
      Encoder encoder,
      NDManager manager,
      NDArray candidates,
      List<Judge> judges,
      Function<? super Tuning, ? extends Tuned> tuned) {
    super(encoder, manager);
    this.candidates = candidates;
    this.judges = judges;
    this.tuned = tuned;
  }

  @Override
  public NDArray candidates() {
    return candidates;
  }

  /** One: it is made for the query at hand. */
  @Override
  public OptionalInt queries() {
    return OptionalInt.of(1);
  }

  @Override
  public Tuned tune(Tuning what) {
    return tuned.apply(what);
  }

  @Override
  public List<Judge> judges(RewardSpec reward) {
    return judges;
  }
}
