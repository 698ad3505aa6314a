package dev.attune.task.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.method.Answer;
import dev.attune.method.Question;
import dev.attune.method.options.QbNormSpec;
import dev.attune.metric.QbNorm;
import dev.attune.model.Scopes;
import dev.attune.task.TaskException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * QB-Norm on a set's videos and texts. Its beta is chosen for each direction, by R@1 on the held
 * out set with the same bank; of equal ones the smallest. Letters: N candidates, E embedding.
 */
final class QbNormalisation {
  /** Inverse temperatures of cosines that are tried. */
  static final double[] BETAS = {1, 2, 5, 10, 20, 50, 100};

  /** Queries of a bank whose scores are computed together. */
  private static final int ROWS = 256;

  private final QbNormSpec spec;
  private final SeenSet seen;
  private final SeenSet bank;
  private final SeenSet heldOut;
  private final float scale;
  private final Map<Question, QbNorm.Bank> banks = new EnumMap<>(Question.class);
  private final Map<Question, Double> betas = new EnumMap<>(Question.class);

  /**
   * @param seen the set that is measured, as the model sees it, like the others
   * @param scale what makes scores of cosines
   */
  QbNormalisation(QbNormSpec spec, SeenSet seen, SeenSet bank, SeenSet heldOut, float scale) {
    this.spec = spec;
    this.seen = seen;
    this.bank = bank;
    this.heldOut = heldOut;
    this.scale = scale;
  }

  /**
   * Computes the next features that are not there yet, in the end the rest; says whether all are.
   */
  boolean prepare() {
    if (!bank.prepare() || !heldOut.prepare()) {
      return false;
    }
    for (Question question : VideoRetrievalTask.QUESTIONS) {
      if (!banks.containsKey(question)) {
        double beta = choose(question);
        betas.put(question, beta);
        banks.put(question, gathered(question, beta, seen));
      }
    }
    return true;
  }

  /** The beta of a direction; once all is prepared. */
  double beta(Question question) {
    return betas.getOrDefault(question, 0.0);
  }

  /** A query's scores, normalised where the bank wants its best candidate, too. */
  Answer.Scores normalised(Question question, Answer.Scores scores) {
    QbNorm.Bank own = banks.get(question);
    if (own == null) {
      throw new IllegalStateException("the run is not prepared yet");
    }
    return normalised(own, scores);
  }

  private Answer.Scores normalised(QbNorm.Bank own, Answer.Scores scores) {
    float[] cosines = scores.order().clone();
    for (int c = 0; c < cosines.length; c++) {
      cosines[c] /= scale;
    }
    return own.normalises(cosines) ? Answer.Scores.logits(own.logits(cosines)) : scores;
  }

  private double choose(Question question) {
    double best = BETAS[0];
    double most = -1;
    for (double beta : BETAS) {
      QbNorm.Bank own = gathered(question, beta, heldOut);
      double first = first(question, scores -> normalised(own, scores));
      if (first > most) {
        most = first;
        best = beta;
      }
    }
    return best;
  }

  /** How many queries of the held out set have what they ask for in the first place. */
  private double first(Question question, UnaryOperator<Answer.Scores> normalised) {
    Candidates candidates = heldOut.candidates();
    NDArray queries = queries(question, heldOut);
    double[] hits = {0};
    int[] row = {0};
    rows(
        queries,
        candidates(question, heldOut),
        cosines -> {
          Answer.Scores scores = normalised.apply(scaled(cosines));
          int query = row[0]++;
          hits[0] += candidates.hits(question, query, scores);
        });
    return hits[0];
  }

  private Answer.Scores scaled(float[] cosines) {
    float[] scores = new float[cosines.length];
    for (int c = 0; c < scores.length; c++) {
      scores[c] = cosines[c] * scale;
    }
    return Answer.Scores.logits(scores);
  }

  private QbNorm.Bank gathered(Question question, double beta, SeenSet of) {
    NDArray candidates = candidates(question, of);
    QbNorm norm = new QbNorm(spec.activated(), spec.foundBy(), beta);
    QbNorm.Bank own = norm.new Bank((int) candidates.getShape().get(0));
    rows(queries(question, bank), candidates, own::add);
    return own;
  }

  /** The cosines of each query (.., E) with all candidates (N, E). */
  private static void rows(NDArray queries, NDArray candidates, Consumer<float[]> each) {
    int count = (int) queries.getShape().get(0);
    int width = (int) candidates.getShape().get(0);
    for (int from = 0; from < count; from += ROWS) {
      NDIndex some = new NDIndex("{}:{}", from, Math.min(count, from + ROWS));
      float[] all =
          Scopes.call(() -> queries.get(some).matMul(candidates.transpose()).toFloatArray());
      for (int at = 0; at < all.length; at += width) {
        each.accept(Arrays.copyOfRange(all, at, at + width));
      }
    }
  }

  private static NDArray queries(Question question, SeenSet set) {
    return there(question == Question.VIDEOS_OF_TEXT ? set.texts() : set.gallery().features(), set);
  }

  private static NDArray candidates(Question question, SeenSet set) {
    return there(question == Question.VIDEOS_OF_TEXT ? set.gallery().features() : set.texts(), set);
  }

  private static NDArray there(NDArray features, SeenSet set) {
    if (features.getShape().get(0) == 0) {
      throw new TaskException(
          "of the videos of %s none can be read".formatted(set.gallery().name()));
    }
    return features;
  }
}
