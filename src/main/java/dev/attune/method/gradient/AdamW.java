package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * AdamW as PyTorch defines it: decoupled decay, both moments bias-corrected (Loshchilov and Hutter
 * 2019; ALGORITHMS 4). The result does not depend on the number of threads.
 */
public final class AdamW implements Optimiser {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f; // PyTorch's default

  /** Floats in a piece. */
  private static final int PIECE = 2048;

  /** Fewest floats worth a thread. */
  private static final int SHARE = 1 << 18;

  private final List<Parameter> parameters;
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> variances = new ArrayList<>();
  private final NDManager moments;
  private final double eps;
  private final float beta2;
  private int steps;

  /**
   * @param manager the moments live in a child of it
   * @param eps PyTorch's default is 1e-8
   */
  public AdamW(NDManager manager, List<Parameter> parameters, double eps) {
    this(manager, parameters, eps, BETA2);
  }

  /**
   * @param manager the moments live in a child of it
   * @param beta2 what the second moment keeps of itself
   */
  public AdamW(NDManager manager, List<Parameter> parameters, double eps, float beta2) {
    this.parameters = List.copyOf(parameters);
    this.eps = eps;
    this.beta2 = beta2;
    moments = manager.newSubManager();
    for (Parameter p : this.parameters) {
      means.add(empty(p.array()));
      variances.add(empty(p.array()));
    }
  }

  /** Room for a moment; in memory the first step fills it before anything reads it. */
  private NDArray empty(NDArray parameter) {
    return parameter.getDevice().isGpu()
        ? moments.zeros(parameter.getShape())
        : moments.create(parameter.getShape());
  }

  @Override
  public void step(double learningRate, double weightDecay) {
    steps++;
    double correction1 = 1 - Math.pow(BETA1, steps);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, steps));
    Step step =
        new Step(
            steps == 1,
            (float) (1 - learningRate * weightDecay),
            (float) (learningRate / correction1),
            (float) correction2,
            beta2,
            (float) eps);
    Scopes.run(
        () -> {
          for (int i = 0; i < parameters.size(); i++) {
            NDArray p = parameters.get(i).array();
            if (p.getDevice().isGpu()) {
              onDevice(p, means.get(i), variances.get(i), learningRate, weightDecay, step);
            } else {
              inMemory(p, means.get(i), variances.get(i), step);
            }
            JniUtils.zeroGrad((PtNDArray) p);
          }
        });
  }

  /** DJL's update leaves the second moment uncorrected; the step and eps make up for that. */
  private static void onDevice(
      NDArray p, NDArray mean, NDArray variance, double rate, double decay, Step step) {
    JniUtils.adamUpdate(
        (PtNDArray) p,
        (PtNDArray) p.getGradient(),
        (PtNDArray) mean,
        (PtNDArray) variance,
        (float) rate,
        step.size() * step.correction2(),
        (float) decay,
        1f,
        -1f,
        BETA1,
        step.beta2(),
        step.eps() * step.correction2(),
        true);
  }

  /** One pass over the memory of all four, where tensor by tensor operations take ten. */
  private static void inMemory(NDArray p, NDArray mean, NDArray variance, Step step) {
    FloatBuffer parameter = memory(p);
    FloatBuffer gradient = memory(p.getGradient());
    FloatBuffer means = memory(mean);
    FloatBuffer variances = memory(variance);
    int size = parameter.capacity();
    int share = Math.max(SHARE, ceil(size, JniUtils.getNumThreads()));
    IntStream shares = IntStream.range(0, ceil(size, share));
    (share < size ? shares.parallel() : shares)
        .forEach(
            n -> {
              int end = (int) Math.min(size, (n + 1L) * share);
              new Piece(step).move(parameter, gradient, means, variances, n * share, end);
            });
  }

  private static int ceil(int size, int parts) {
    return (int) (((long) size + parts - 1) / parts);
  }

  /** A tensor's own memory; of one that lies scattered a copy, which only gradients do. */
  private static FloatBuffer memory(NDArray tensor) {
    return ((PtNDArray) tensor).toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /**
   * What the numbers of one step have in common.
   *
   * @param first whether there are no moments yet
   * @param keep what decay leaves of a parameter
   * @param size the learning rate over the first moment's correction
   * @param correction2 the root of the second moment's correction
   */
  private record Step(
      boolean first, float keep, float size, float correction2, float beta2, float eps) {}

  /** Works through memory in pieces that stay in the processor's nearest cache. */
  private static final class Piece {
    private final Step step;
    private final float[] p = new float[PIECE];
    private final float[] g = new float[PIECE];
    private final float[] m = new float[PIECE];
    private final float[] v = new float[PIECE];

    Piece(Step step) {
      this.step = step;
    }

    void move(
        FloatBuffer parameter,
        FloatBuffer gradient,
        FloatBuffer mean,
        FloatBuffer variance,
        int start,
        int end) {
      for (int from = start; from < end; from += PIECE) {
        int n = Math.min(PIECE, end - from);
        parameter.get(from, p, 0, n);
        gradient.get(from, g, 0, n);
        if (step.first()) {
          Arrays.fill(m, 0);
          Arrays.fill(v, 0);
        } else {
          mean.get(from, m, 0, n);
          variance.get(from, v, 0, n);
        }
        compute(p, g, m, v, step);
        parameter.put(from, p, 0, n);
        mean.put(from, m, 0, n);
        variance.put(from, v, 0, n);
      }
    }

    /** Over whole arrays, so that the compiler makes vector instructions of it. */
    private static void compute(float[] p, float[] g, float[] m, float[] v, Step step) {
      float keep = step.keep();
      float size = step.size();
      float correction2 = step.correction2();
      float beta2 = step.beta2();
      float eps = step.eps();
      for (int i = 0; i < PIECE; i++) {
        float mean = BETA1 * m[i] + (1 - BETA1) * g[i];
        float variance = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        m[i] = mean;
        v[i] = variance;
        p[i] = p[i] * keep - size * mean / ((float) Math.sqrt(variance) / correction2 + eps);
      }
    }
  }

  /** The moments so far, first then second, for a checkpoint. */
  @Override
  public List<NDArray> moments() {
    List<NDArray> all = new ArrayList<>(means);
    all.addAll(variances);
    return all;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public void resume(int steps) {
    this.steps = steps;
  }

  @Override
  public void close() {
    moments.close();
  }
}
