package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.options.Distillation;
import dev.attune.model.Nn;

/** Losses that pull the policy's class distribution to the judge's (ALGORITHMS 4). */
public final class DistillationObjective implements Objective {
  /** DKD's weights of the target's and the other classes' terms. */
  private static final float ALPHA = 1f;

  private static final float BETA = 0.5f;

  /** Takes a class out of a softmax without making an infinity. */
  private static final float MASK = 1000f;

  /** ATKD's factor of the logits, and what it adds to a divisor. */
  private static final float SPREAD = 2f;

  private static final float EPS = 1e-5f;

  private final Distillation kind;
  private final NDArray teacher;

  /**
   * @param teacher (S, N) the judge's logits for the selected views
   */
  public DistillationObjective(Distillation kind, NDArray teacher) {
    this.kind = kind;
    this.teacher = teacher;
  }

  @Override
  public Outcome loss(NDArray logits, NDArray candidates) {
    NDArray loss =
        switch (kind) {
          case KD -> crossEntropy(teacher.softmax(1), logits.logSoftmax(1)).mean();
          case DKD -> decoupled(logits);
          case ATKD -> standardised(logits);
        };
    return Outcome.of(loss);
  }

  /** {@code - sum p log q} of each row: (S, N) -> (S). */
  private static NDArray crossEntropy(NDArray p, NDArray logQ) {
    return p.mul(logQ).sum(new int[] {1}).neg();
  }

  /** {@code KL(p || q)} of each row, given their logarithms; only q carries a gradient. */
  private static NDArray divergence(NDArray logP, NDArray logQ) {
    return logP.exp().mul(logP.sub(logQ)).sum(new int[] {1});
  }

  private NDArray decoupled(NDArray student) {
    long rows = teacher.getShape().get(0);
    long classes = teacher.getShape().get(1);
    long[] targets = teacher.argMax(1).toLongArray();
    float[] mask = new float[(int) (rows * classes)];
    long[] places = new long[(int) (2 * rows)];
    for (int r = 0; r < rows; r++) {
      mask[(int) (r * classes + targets[r])] = MASK;
      places[2 * r] = targets[r];
      places[2 * r + 1] = targets[r] == 0 ? 1 : 0; // any class but the target
    }
    NDArray offset = Nn.fromHost(student.getManager(), mask, teacher.getShape());
    NDArray index = Nn.fromHost(student.getManager(), places, new Shape(rows, 2));
    NDArray studentOthers = student.sub(offset).logSoftmax(1);
    NDArray teacherOthers = teacher.sub(offset).logSoftmax(1);
    NDArray target =
        divergence(
            targetOrNot(teacher.logSoftmax(1), teacherOthers, index),
            targetOrNot(student.logSoftmax(1), studentOthers, index));
    NDArray others = divergence(teacherOthers, studentOthers);
    return Nn.scale(target, ALPHA).add(Nn.scale(others, BETA)).mean();
  }

  /**
   * Logarithms of the probabilities of the target and of all others together: (S, 2). The latter is
   * how much a non-target class gains when the target is taken out; that cannot underflow.
   */
  private static NDArray targetOrNot(NDArray logs, NDArray others, NDArray index) {
    NDArray picked = logs.gather(index, 1);
    NDArray among = others.gather(index, 1);
    NDArray target = picked.get(new NDIndex(":, :1"));
    NDArray rest = picked.sub(among).get(new NDIndex(":, 1:"));
    return target.concat(rest, 1);
  }

  /**
   * ATKD as the papers' program computes it. It means to standardise the logits and takes mean for
   * deviation and deviation for mean: so they are divided by their mean, and the loss is weighed by
   * its square.
   */
  private NDArray standardised(NDArray student) {
    NDArray mean = mean(student.stopGradient());
    NDArray logQ = Nn.scale(student.div(mean.add(EPS)), SPREAD).logSoftmax(1);
    NDArray logP = teacher.div(mean(teacher).add(EPS)).mul(SPREAD).logSoftmax(1);
    return divergence(logP, logQ).mul(mean.squeeze(1).square()).mean();
  }

  /** Of each row: (S, N) -> (S, 1). */
  private static NDArray mean(NDArray constant) {
    return constant.mean(new int[] {1}, true);
  }
}
