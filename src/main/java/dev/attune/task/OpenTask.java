package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.method.Answer;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import java.util.List;

/** A task whose models are loaded, and which cuts a data set's samples into queries. */
public interface OpenTask extends AutoCloseable {

  /** See {@link TaskRun#prepare}. */
  default boolean prepare() {
    return true;
  }

  /** The questions to which the method adapts; none where the model's own answers are all. */
  List<Question> questions();

  /** What is adapted for a question; once all is prepared. */
  Subject subject(Question question);

  /** How many queries a sample has; known without loading it. */
  int queries(int sample);

  /**
   * Loads a sample.
   *
   * @param scope lives as long as its queries
   * @throws RuntimeException when this one cannot be read
   */
  Sample load(int index, NDManager scope);

  /**
   * The answer that other rows than the traces' make of a sample, which need not be loaded any
   * more.
   *
   * @param rows scores of its queries, question by question, in their order
   */
  default SampleResult.Answer answer(int sample, List<Answer.Scores> rows) {
    throw new UnsupportedOperationException("its answers rank nothing");
  }

  @Override
  void close();

  /** A sample that is loaded. */
  interface Sample {

    /** What it asks of a question's subject. */
    List<? extends Query> queries(Question question);

    /**
     * What came out.
     *
     * @param traces of its queries, question by question, in their order
     */
    SampleResult result(List<Trace> traces);
  }
}
