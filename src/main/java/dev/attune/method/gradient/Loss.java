package dev.attune.method.gradient;

import dev.attune.method.gradient.Gradient.ObjectiveOf;
import dev.attune.method.options.RewardSpec;

/** What a method minimises, and who judges for it. */
public interface Loss {

  /** TPT's: the entropy of the selected views. */
  Loss ENTROPY = unjudged(new EntropyObjective());

  /** What nobody judges. */
  static Loss unjudged(Objective objective) {
    return new Loss() {
      @Override
      public boolean judged() {
        return false;
      }

      @Override
      public RewardSpec judging() {
        return RewardSpec.NONE;
      }

      @Override
      public ObjectiveOf objective() {
        return (judges, judged) -> objective;
      }
    };
  }

  /** Whether it needs a judge. */
  default boolean judged() {
    return true;
  }

  /** The judges. */
  RewardSpec judging();

  /** What is minimised. */
  ObjectiveOf objective();
}
