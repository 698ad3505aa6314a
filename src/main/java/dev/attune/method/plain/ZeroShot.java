package dev.attune.method.plain;

import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Trace;
import dev.attune.method.Traits;
import dev.attune.method.options.HubnessSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The model as it is. */
@AutoService(Method.class)
public final class ZeroShot implements Method<ZeroShot.Options> {

  /** Of what it ranks, a correction by earlier queries. */
  public record Options(@Nullable HubnessSpec hubness) implements HubnessSpec.Ranking {}

  @Override
  public String id() {
    return "zero-shot";
  }

  @Override
  public String description() {
    return "No adaptation: the model's own answer.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.CLASS_OF_IMAGE, Question.TEXTS_OF_IMAGE, Question.IMAGES_OF_TEXT);
  }

  @Override
  public Options defaults() {
    return new Options(null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.UNADAPTED;
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return Adapter.ofEach(
        (query, listener) -> {
          Trace trace = Trace.unadapted(subject.answer(query));
          listener.onStart(trace.before());
          return trace;
        });
  }
}
