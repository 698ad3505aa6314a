import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.attune.method.Adapter;
import dev.attune.method.Answer;
import dev.attune.method.Api;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import dev.attune.method.options.Share;
import dev.attune.method.options.ViewOptions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Set;

/** A lab's own method: the mean of all views' features, moved towards the plain picture's. */
@Api(Api.VERSION)
public final class MeanOfViews implements Method<MeanOfViews.Options> {

  /** Its options: the views that others have too, and one value of its own. */
  public record Options(
      @JsonUnwrapped ViewOptions views,
      @Schema(title = "Share of the plain picture", description = "in the mean, in (0, 1]") @Share
          double plainShare) {}

  @Override
  public String id() {
    return "mean-of-views";
  }

  @Override
  public String description() {
    return "Compares the mean of all views with the class texts.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.CLASS_OF_IMAGE);
  }

  @Override
  public Options defaults() {
    return new Options(ViewOptions.PAPERS, 0.5);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.FORWARD;
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    return Adapter.ofEach(
        (query, listener) -> {
          Answer before = classes.answer(query);
          listener.onStart(before);
          NDArray features = query.features(options.views().made());
          NDArray plain = features.get("0:1").mul(options.plainShare());
          int[] first = {0};
          NDArray mean = features.mean(first, true).mul(1 - options.plainShare()).add(plain);
          NDArray logits = mean.matMul(classes.candidates().transpose()).mul(classes.scale());
          Answer after = Answer.Scores.logits(logits.toFloatArray());
          return new Trace(before, after, List.of(), List.of());
        });
  }
}
