package dev.attune.hub.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.hub.DglParts;
import dev.attune.hub.KnownModel;
import dev.attune.hub.Learned;
import dev.attune.hub.ModelInfo;
import dev.attune.hub.PullProgress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as the API shows it.
 *
 * @param state {@code built-in}, {@code installed}, {@code broken}, {@code available} (to be
 *     pulled) or {@code manual} (to be downloaded by hand and imported)
 * @param bytes size of the weights, all shards together, or of all files of one that can be pulled;
 *     null when unknown
 * @param sha256 hash of the weights, or null when unknown
 * @param fingerprint hash over all that decides its numbers, as in a run's provenance; null when
 *     the model is not here
 * @param dgl what is said of DGL's prompts
 * @param learned of what run it is, where it was kept from one
 * @param problem why it cannot be used
 * @param note what to know before getting it
 * @param pull the last pull or import of it since the application started
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelView(
    String name,
    String state,
    String kind,
    String role,
    String description,
    String licence,
    String source,
    @Nullable Long bytes,
    @Nullable String sha256,
    @Nullable String fingerprint,
    @Nullable DglParts dgl,
    Map<String, Map<String, Object>> defaults,
    @Nullable Learned learned,
    @Nullable String problem,
    @Nullable String note,
    @Nullable PullProgress pull) {

  static ModelView of(ModelInfo model, boolean builtIn, @Nullable PullProgress pull) {
    String state = model.problem() != null ? "broken" : builtIn ? "built-in" : "installed";
    return new ModelView(
        model.name(),
        state,
        model.kind().name(),
        model.role(),
        model.description(),
        model.licence(),
        model.source(),
        model.bytes(),
        model.sha256(),
        model.fingerprint(),
        model.dgl(),
        model.defaults(),
        model.learned(),
        model.problem(),
        null,
        pull);
  }

  static ModelView of(KnownModel model, @Nullable PullProgress pull) {
    return new ModelView(
        model.name(),
        model.pullable() ? "available" : "manual",
        model.kind(),
        model.role(),
        model.description(),
        model.licence(),
        model.source(),
        model.bytes(),
        model.sha256(),
        null,
        null,
        Map.of(),
        null,
        null,
        model.note(),
        pull);
  }

  /** Whether a pull or an import of it is under way. */
  public boolean pulling() {
    return pull != null && !pull.state().finished();
  }

  /** Whether it can be removed. */
  public boolean removable() {
    return state.equals("installed") || state.equals("broken");
  }
}
