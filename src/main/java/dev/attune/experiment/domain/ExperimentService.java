package dev.attune.experiment.domain;

import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queues experiments and says how they do. Methods that name an unknown experiment throw {@link
 * ExperimentNotFoundException}.
 */
public interface ExperimentService {

  /**
   * Checks a request and queues it.
   *
   * @throws InvalidRequestException naming every field that is wrong
   * @throws QueueFullException when too much work is waiting
   */
  default ExperimentView create(ExperimentRequest request) {
    return submit(request, null).experiment();
  }

  /**
   * Like {@link #create}; a key that was used before with the same request gives the experiment it
   * made then.
   *
   * @throws ReusedKeyException when the key came with another request
   */
  Submission submit(ExperimentRequest request, @Nullable String idempotencyKey);

  /** Decides every value of a request without queueing it; throws as {@link #create} does. */
  ExperimentSpec resolve(ExperimentRequest request);

  /**
   * A page of experiments.
   *
   * @throws InvalidRequestException for an unknown status or sort key, or a page out of bounds
   */
  ResultPage<ExperimentView> list(ExperimentQuery query);

  /**
   * The part of a list at a position, of at most so many experiments as a page of the query has;
   * its page is not looked at.
   *
   * @throws InvalidRequestException for an unknown status or sort key, or a key of another order
   */
  Slice<ListedExperiment> list(ExperimentQuery query, Position position);

  ExperimentView get(String id);

  /** Those that completed last. */
  List<ListedExperiment> latest(int size);

  /** Unfinished experiments, the running ones first, at most {@code size}. */
  List<ListedExperiment> active(int size);

  /**
   * Asks for a stop; samples that run are finished first. Asking twice is no error.
   *
   * @throws ExperimentConflictException when it is finished already
   */
  ExperimentView cancel(String id);

  /** Queues a new experiment with the same spec. */
  ExperimentView rerun(String id);

  /**
   * Deletes a finished experiment with all its results.
   *
   * @throws ExperimentConflictException when it is not finished
   */
  void delete(String id);

  /**
   * A page of samples in the order of their places; those of a shard appear when it is done.
   *
   * @param page from 0
   * @param size 1 to 200
   */
  ResultPage<SampleView> samples(String id, SampleFilter filter, int page, int size);

  /** The samples at a position, of which a key is the place of one of them; throws likewise. */
  Slice<SampleView> samples(String id, SampleFilter filter, Position position, int size);

  /**
   * One sample.
   *
   * @param index within the data set
   * @param order the number of the order that it is of, from 0
   */
  SampleView sample(String id, int index, int order);

  /** That of the first order. */
  default SampleView sample(String id, int index) {
    return sample(id, index, 0);
  }

  /** How many of the samples that can be browsed had each outcome; zeros included. */
  Map<SampleView.Outcome, Long> outcomes(String id);

  /** Hands every sample to the consumer, in the order of the index, without holding all of them. */
  void forEachSample(String id, Consumer<SampleView> consumer);

  /** Hands every loss of a training to the consumer, in order. */
  void forEachLoss(String id, Consumer<LossCurve.Entry> consumer);

  /**
   * What a submission led to.
   *
   * @param created false when the idempotency key was known and nothing new was queued
   */
  record Submission(ExperimentView experiment, boolean created) {}
}
