package dev.attune.experiment;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo.Modality;
import dev.attune.dataset.VideoDataset;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.method.Traits;
import dev.attune.metric.ClassificationScores;
import dev.attune.metric.VideoScores;
import dev.attune.spec.ExperimentRequest;
import dev.attune.task.AdaptationSpec;
import dev.attune.task.NamedCandidate;
import dev.attune.task.NamedStep;
import dev.attune.task.SampleResult;
import dev.attune.task.TrainingResult;
import dev.attune.worker.EngineInfo;
import dev.attune.worker.ShardId;
import dev.attune.worker.ShardJournal;
import dev.attune.worker.ShardResults;
import dev.attune.worker.ShardResults.Failure;
import dev.attune.worker.ShardWork;
import dev.attune.worker.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands in for a worker: takes shards from the journal and writes results that are made up. Of ten
 * samples three are fixed, one is broken and one fails.
 */
public final class MadeUpWorker {
  private static final EngineInfo ENGINE = new EngineInfo("none", "test", 1);

  private final ExperimentService experiments;
  private final ShardJournal journal;
  private final DatasetCatalog datasets;
  private final DemoSuite demo;

  MadeUpWorker(
      ExperimentService experiments,
      ShardJournal journal,
      DatasetCatalog datasets,
      DemoSuite demo) {
    this.experiments = experiments;
    this.journal = journal;
    this.datasets = datasets;
    this.demo = demo;
  }

  /** Leaves no experiment. */
  public void clear() {
    for (ExperimentView e : experiments.list(ExperimentQuery.newest(200)).items()) {
      if (!e.status().finished()) {
        experiments.cancel(e.id());
      }
      if (experiments.get(e.id()).status() == ExperimentStatus.CANCELLING) {
        finish(e.id());
      }
      experiments.delete(e.id());
    }
  }

  /** What a first start does. */
  public void queueDemonstration() {
    demo.queueOnce();
  }

  public String queue(String preset, String dataset, int limit) {
    return experiments.create(ExperimentRequest.ofPreset(preset, dataset, limit)).id();
  }

  /** An experiment that has completed. */
  public String completed(String preset, String dataset, int limit) {
    String id = queue(preset, dataset, limit);
    finish(id);
    return id;
  }

  /** A training that is over, or waits after its first half. */
  public String training(String captioner, boolean over) {
    ObjectNode values =
        JsonNodeFactory.instance
            .objectNode()
            .put("captioner", captioner)
            .put("epochs", 2)
            .put("batch", 4);
    String id =
        experiments
            .create(
                new ExperimentRequest(
                    null, "train-capdec", null, "scenes", null, 9, null, null, null, values))
            .id();
    ShardWork work = journal.begin(new ShardId(id, 0), "test", ENGINE).orElseThrow();
    int to = over ? work.to() : work.to() / 2;
    List<TrainingResult> pieces =
        IntStream.range(1, to)
            .mapToObj(i -> new TrainingResult(i, i, i % 12 == 0, 4.0 / i, 100))
            .toList();
    journal.save(
        work,
        new ShardResults(List.of(), pieces, List.of(), to, new Tally(to, 0, 100.0 * to)),
        null);
    if (over) {
      journal.settle(work.id());
    }
    return id;
  }

  /** An experiment that has failed. */
  public String failed(String message) {
    String id = queue("zero-shot", "icons", 10);
    journal.fail(new ShardId(id, 0), message);
    return id;
  }

  /** Runs the first samples of the first shard. */
  public void start(String id, int samples) {
    ShardId shard = new ShardId(id, 0);
    ShardWork work = journal.begin(shard, "test", ENGINE).orElseThrow();
    journal.progress(work, new Tally(samples, 0, 100.0 * samples));
  }

  /** Runs all shards, or what cancelling left of them. */
  public void finish(String id) {
    ShardId shard = new ShardId(id, 0);
    for (int n = 1; run(shard); n++) {
      shard = new ShardId(id, n);
    }
    journal.settle(shard);
  }

  private boolean run(ShardId shard) {
    Optional<ShardWork> begun = journal.begin(shard, "test", ENGINE);
    begun.ifPresent(work -> journal.save(work, results(work), null));
    return begun.isPresent();
  }

  private ShardResults results(ShardWork work) {
    Answers answers = answers(work.spec().dataset());
    Traits traits = ((AdaptationSpec) work.spec()).spec().chosen().traits();
    boolean judged = traits.judging() == Traits.Judging.REQUIRED;
    List<SampleResult> results = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (int i = work.from(); i < work.to(); i++) {
      if (i % 10 == 9) {
        failures.add(new Failure(i, i, "the picture is damaged", 1));
      } else {
        results.add(result(i, answers, traits.adapts(), judged));
      }
    }
    int done = work.to() - work.from();
    return new ShardResults(
        results, failures, work.to(), new Tally(done, failures.size(), 100.0 * done));
  }

  /** What is answered with: the classes of a set, or its videos. */
  private record Answers(List<String> names, IntFunction<String> truth, Scoring scoring) {}

  /** The scores of an answer. */
  private interface Scoring {
    Map<String, Double> row(int label, int answer);
  }

  private Answers answers(String dataset) {
    if (datasets.find(dataset).orElseThrow().modality() == Modality.VIDEOS) {
      VideoDataset set = datasets.videos(dataset);
      return new Answers(
          IntStream.range(0, set.size()).mapToObj(set::id).toList(),
          set::truth,
          (label, answer) -> VideoScores.row(0, new double[] {answer == label ? 0 : 1}, 1));
    }
    List<String> classes = datasets.open(dataset).classNames();
    return new Answers(
        classes,
        index -> classes.get(index % classes.size()),
        (label, answer) -> {
          float[] logits = new float[classes.size()];
          logits[answer] = 6;
          return ClassificationScores.row(logits, label);
        });
  }

  private static SampleResult result(int index, Answers answers, boolean adapts, boolean judged) {
    List<String> names = answers.names();
    int label = index % names.size();
    int turn = index % 10;
    boolean before = turn >= 3 && turn < 6;
    boolean after = adapts ? turn < 5 : before;
    List<NamedCandidate> candidates =
        judged
            ? List.of(
                new NamedCandidate(names.get(label), 0.812, null),
                new NamedCandidate(names.get((label + 1) % names.size()), 0.655, null))
            : List.of();
    List<NamedStep> steps =
        adapts
            ? List.of(new NamedStep(0.25, candidates), new NamedStep(0.125, candidates))
            : List.of();
    return new SampleResult(
        index,
        index,
        "made-up-" + index,
        answers.truth().apply(index),
        answer(answers, label, before),
        answer(answers, label, after),
        steps,
        100,
        true);
  }

  private static SampleResult.Answer answer(Answers answers, int label, boolean right) {
    List<String> names = answers.names();
    int answer = right ? label : (label + 1) % names.size();
    return new SampleResult.Answer(
        names.get(answer),
        right,
        List.of(
            new SampleResult.Candidate(names.get(answer), 0.75),
            new SampleResult.Candidate(names.get((answer + 1) % names.size()), 0.1)),
        answers.scoring().row(label, answer));
  }
}
