import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Api;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Query;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A method of batches whose answers say how large theirs was: that candidate is the best. */
@Api(Api.VERSION)
public final class Together implements Method<Together.Options> {

  /** How many queries it takes together. */
  public record Options(
      @Schema(title = "Batch", description = "queries at most") @Whole(min = 1) int most,
      @Schema(title = "Least", description = "queries at least") @Whole(min = 1) int least) {}

  @Override
  public String id() {
    return "together";
  }

  @Override
  public String description() {
    return "Answers with the size of its batch.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.CLASS_OF_IMAGE, Question.IMAGES_OF_TEXT);
  }

  @Override
  public Options defaults() {
    return new Options(4, 3);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.FORWARD.together(new Traits.Batch(options.most(), options.least()));
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing choosing = (Choosing) subject;
    return (batch, listener) -> {
      List<Trace> traces = new ArrayList<>();
      for (Query query : batch) {
        Answer.Scores before = (Answer.Scores) choosing.answer(query);
        float[] sizes = new float[before.values().length];
        sizes[batch.size()] = 100;
        traces.add(new Trace(before, Answer.Scores.logits(sizes), List.of(), List.of()));
      }
      return traces;
    };
  }
}
