package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.LossCurve;
import dev.attune.leaderboard.Leaderboards;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.SpecModels;
import dev.attune.spec.SpecReader;
import dev.attune.task.TrainingResult;
import dev.attune.testing.OnH2;
import dev.attune.testing.OnPostgres;
import dev.attune.testing.QueueFixture;
import dev.attune.worker.EngineInfo;
import dev.attune.worker.ShardId;
import dev.attune.worker.ShardJournal;
import dev.attune.worker.ShardResults;
import dev.attune.worker.ShardWork;
import dev.attune.worker.Tally;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Trainings in the queue, and what the database keeps of them. */
class TrainingQueueTest {

  @Nested
  @OnH2
  class OnH2Test extends Contract {}

  @Nested
  @OnPostgres
  class OnPostgresTest extends Contract {}

  abstract static class Contract extends QueueFixture {
    private static final EngineInfo ENGINE = new EngineInfo("none", "test", 1);

    /** Three batches for the embeddings of 45 captions. */
    private static final int EMBEDDINGS = 3;

    /** 40 captions in steps of four, and five for validation in two batches. */
    private static final int PIECES = EMBEDDINGS + 2 * (10 + 2);

    @Autowired private ShardJournal journal;
    @Autowired private Leaderboards leaderboards;
    @Autowired private SpecReader specs;

    @Test
    void lossesAreKeptPieceByPiece() {
      String id = training("kept", "");
      ShardId shard = new ShardId(id, 0);
      ShardWork first = journal.begin(shard, "one", ENGINE).orElseThrow();
      assertThat(first.to()).isEqualTo(PIECES);
      assertThat(first.spec().chained()).isTrue();
      journal.save(first, results(first, 6, 3.0), null);
      LossCurve begun = curve(id);
      assertThat(begun.training()).hasSize(6 - EMBEDDINGS);
      assertThat(begun.validation()).isEmpty();

      ShardWork second = journal.begin(shard, "two", ENGINE).orElseThrow();
      assertThat(second.from()).isEqualTo(6);
      assertThat(journal.save(second, results(second, PIECES, 2.0), null)).isTrue();
      journal.save(first, results(first, PIECES, 9.0), null); // taken for dead, and awake again
      journal.settle(shard);

      ExperimentView view = experiments.get(id);
      assertThat(view.status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(view.metrics()).isEmpty();
      assertThat(leaderboards.list()).isEmpty();
      LossCurve curve = curve(id);
      assertThat(curve.training()).hasSize(20).endsWith(new LossCurve.Point(20, 2.0));
      assertThat(curve.training().get(0)).isEqualTo(new LossCurve.Point(1, 3.0));
      assertThat(curve.validation())
          .containsExactly(new LossCurve.Point(10, 2.0), new LossCurve.Point(20, 2.0));
      assertThat(curve.examplesPerSecond()).isEqualTo(4 / 0.1);
      assertThat(experiments.active(5)).isEmpty();

      experiments.delete(id);
      assertThat(count("select count(*) from training_loss where experiment_id = :id", id))
          .isZero();
    }

    @Test
    void aLongCurveIsDrawnFromMeans() {
      String id = training("long", ",\"epochs\":60");
      ShardId shard = new ShardId(id, 0);
      while (shard != null) {
        ShardWork work = journal.begin(shard, "one", ENGINE).orElseThrow();
        journal.save(work, results(work, work.to(), 4.0), null);
        shard = journal.next(shard).orElse(null);
      }
      LossCurve curve = curve(id);
      assertThat(curve.training()).hasSizeBetween(100, 200);
      assertThat(curve.training()).allMatch(p -> p.loss() == 4.0);
      assertThat(experiments.list(ExperimentQuery.newest(5)).items().get(0).losses())
          .as("of a list")
          .isNull();
    }

    @Test
    void aNameIsTrainedOnceAtATime() {
      String id = training("twice", "");
      assertThatThrownBy(() -> training("twice", ""))
          .isInstanceOfSatisfying(
              InvalidRequestException.class,
              e ->
                  assertThat(e.problems())
                      .singleElement()
                      .extracting(FieldProblem::field)
                      .isEqualTo("training.captioner"));
      experiments.cancel(id);
      assertThat(training("twice", "")).isNotEqualTo(id);
    }

    @Test
    void aModelInTrainingIsInUse() {
      ExperimentSpec spec = experiments.get(training("used", "")).spec();
      assertThat(SpecModels.of(spec, new dev.attune.hub.BuiltInModels()))
          .containsExactly("icons-clip-s", "icons-opt");
      // a spec is a request for the same run
      ExperimentRequest again = request(specs.write(spec));
      assertThat(experiments.resolve(again)).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "training.captioner | {'preset':'train-clipcap','dataset':'scenes'}",
          "training.captioner |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'../up'}}",
          "training.captioner |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'icons-opt'}}",
          "training.type |"
              + " {'task':'training','dataset':'scenes','training':{'captioner':'a','type':'gan'}}",
          "training.type |"
              + " {'preset':'train-capdec','dataset':'scenes','training':{'captioner':'a','type':'clipcap'}}",
          "preset | {'task':'training','dataset':'scenes','training':{'captioner':'a'}}",
          "preset | {'preset':'tpt','dataset':'scenes','training':{'captioner':'a'}}",
          "dataset | {'preset':'train-clipcap','dataset':'icons','training':{'captioner':'a'}}",
          "dataset | {'preset':'train-clipcap','dataset':'gone','training':{'captioner':'a'}}",
          "dataset | {'preset':'train-clipcap','training':{'captioner':'a'}}",
          "limit |"
              + " {'preset':'train-clipcap','dataset':'scenes','limit':1,'training':{'captioner':'a'}}",
          "limit |"
              + " {'preset':'train-clipcap','dataset':'scenes','limit':2001,'training':{'captioner':'a'}}",
          "model |"
              + " {'preset':'train-clipcap','dataset':'scenes','model':'icons-opt','training':{'captioner':'a'}}",
          "method |"
              + " {'preset':'train-clipcap','dataset':'scenes','method':{'steps':1},'training':{'captioner':'a'}}",
          "task |"
              + " {'preset':'train-clipcap','task':'captioning','dataset':'scenes','training':{'captioner':'a'}}",
          "training.languageModel |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','languageModel':'icons-clip-s'}}",
          "training.languageModel |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','languageModel':'gone'}}",
          "training.scorer |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','scorer':'gone'}}",
          "training.mapping |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','mapping':'lstm'}}",
          "training.prefixLength |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','prefixLength':100000}}",
          "training.epochs |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','epochs':0}}",
          "training.batch |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','batch':0}}",
          "training.learningRate |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','learningRate':-1}}",
          "training.warmUp |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','warmUp':-1}}",
          "training.noise |"
              + " {'preset':'train-clipcap','dataset':'scenes','training':{'captioner':'a','noise':0.1}}",
        })
    void whatIsWrongIsNamed(String field, String json) {
      assertThatThrownBy(() -> experiments.create(request(json.replace('\'', '"'))))
          .isInstanceOfSatisfying(
              InvalidRequestException.class,
              e -> assertThat(e.problems()).extracting(FieldProblem::field).containsOnly(field));
    }

    private String training(String captioner, String more) {
      String json =
          """
          {"preset":"train-capdec","dataset":"scenes","limit":9,
           "training":{"captioner":"%s","batch":4%s}}
          """;
      String values = more.isEmpty() ? ",\"epochs\":2" : more;
      return experiments.create(request(json.formatted(captioner, values))).id();
    }

    private static ExperimentRequest request(String json) {
      return JsonMapper.shared().readValue(json, ExperimentRequest.class);
    }

    private LossCurve curve(String id) {
      return Objects.requireNonNull(experiments.get(id).losses());
    }

    /** Made-up pieces up to an index, a tenth of a second each. */
    private static ShardResults results(ShardWork work, int to, double loss) {
      List<TrainingResult> pieces =
          IntStream.range(work.from(), to).mapToObj(i -> piece(i, loss)).toList();
      return new ShardResults(
          List.of(), pieces, List.of(), to, new Tally(to - work.from(), 0, 100.0 * to));
    }

    private static TrainingResult piece(int index, double loss) {
      if (index < EMBEDDINGS) {
        return new TrainingResult(index, 0, false, null, 100);
      }
      int epoch = (index - EMBEDDINGS) / 12;
      int within = (index - EMBEDDINGS) % 12;
      int step = epoch * 10 + Math.min(within + 1, 10);
      return new TrainingResult(index, step, within >= 10, within == 10 ? null : loss, 100);
    }
  }
}
