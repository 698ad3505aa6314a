package dev.attune.task.captioning;

import ai.djl.ndarray.NDManager;
import dev.attune.hub.ModelCatalog;
import dev.attune.metric.Estimate;
import dev.attune.metric.ScoreTable;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.metric.caption.CaptionScores.ClipCosines;
import dev.attune.metric.caption.CaptionScores.Extra;
import dev.attune.metric.caption.CiderFrequencies;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.Encoders;
import dev.attune.task.TaskException;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import dev.attune.weights.WeightsException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Measures captions that were made elsewhere, with the metrics of a captioning run: captions of a
 * run that are measured here give the run's numbers.
 */
@Component
public final class CaptionScoring {
  private static final int BATCH = 16;
  private static final int LISTED = 100;

  private final CaptioningTask task;
  private final ModelCatalog models;

  CaptionScoring(CaptioningTask task, ModelCatalog models) {
    this.task = task;
    this.models = models;
  }

  /** Images that were left out, the first of them by name. */
  public record LeftOut(int count, List<String> first) {
    static LeftOut of(List<String> names) {
      return new LeftOut(
          names.size(), List.copyOf(names.subList(0, Math.min(LISTED, names.size()))));
    }
  }

  /**
   * What was measured.
   *
   * @param images that have references
   * @param scored those of them whose captions were measured
   * @param notes how metrics are measured, or why one is not, by their names
   * @param withoutCaption images for which no caption was given
   * @param unknown images of captions that have no references
   * @param unreadable images whose pictures CLIPScore could not see, with the reasons; they are in
   *     no metric
   */
  public record Report(
      int images,
      int scored,
      Map<String, Estimate> metrics,
      Map<String, String> notes,
      LeftOut withoutCaption,
      LeftOut unknown,
      LeftOut unreadable) {}

  /**
   * Begins, and counts the references.
   *
   * @throws TaskException when the judge, or what is installed to measure with, cannot be used
   */
  public Open open(ForeignCaptions what) {
    return new Open(what);
  }

  /**
   * Captions that are being measured. Where there is a judge everything is the engine's thread's
   * business but {@link #report}.
   */
  public final class Open implements AutoCloseable {
    private final ForeignCaptions what;
    private final CaptionScores scores;
    private final ScoreTable table;
    private final List<Integer> places;
    private final List<String> unreadable = new ArrayList<>();
    private final @Nullable NDManager manager;
    private final @Nullable CaptionScorer scorer;
    private int done;

    private Open(ForeignCaptions what) {
      this.what = what;
      places = List.copyOf(what.captions().keySet());
      CaptionResources.Found found = task.resources();
      // of the whole set, as in a run
      scores =
          new CaptionScores(
              CiderFrequencies.of(what.references().all()), found.meteor(), found.spice());
      Set<Extra> extras = EnumSet.noneOf(Extra.class);
      if (found.spice() != null) {
        extras.add(Extra.SPICE);
      }
      if (what.judge() == null) {
        manager = null;
        scorer = null;
      } else {
        extras.add(Extra.CLIP);
        manager = NDManager.newBaseManager();
        scorer = scorer(what.judge(), manager);
      }
      table = new ScoreTable(CaptionScores.columns(extras));
    }

    private CaptionScorer scorer(String judge, NDManager owner) {
      try {
        return new CaptionScorer(new Encoders(models, owner).load(judge), owner);
      } catch (UnknownNameException | WeightsException e) {
        owner.close();
        throw new TaskException("judge: " + e.getMessage(), e);
      }
    }

    /** How many captions there are. */
    public int size() {
      return places.size();
    }

    /** How many of them are done. */
    public int done() {
      return done;
    }

    /**
     * Measures the next few.
     *
     * @return whether there are more
     */
    public boolean advance() {
      Map<Integer, ClipCosines> cosines = new HashMap<>();
      List<Integer> batch = new ArrayList<>();
      for (int place : places.subList(done, Math.min(done + BATCH, size()))) {
        try {
          if (scorer != null) {
            cosines.put(place, cosines(scorer, place));
          }
          batch.add(place);
        } catch (PictureException e) {
          unreadable.add(String.valueOf(e.getMessage()));
        }
        done++;
      }
      List<Map<String, Double>> rows =
          batch.parallelStream()
              .map(p -> scores.row(caption(p), references(p), cosines.get(p)))
              .toList();
      for (int i = 0; i < rows.size(); i++) {
        table.update(batch.get(i), rows.get(i));
      }
      return done < size();
    }

    private ClipCosines cosines(CaptionScorer judge, int place) {
      IntFunction<RgbImage> pictures = Objects.requireNonNull(what.references().pictures());
      return judge
          .cosines(pictures.apply(place), List.of(caption(place)), references(place))
          .get(0);
    }

    private String caption(int place) {
      return Objects.requireNonNull(what.captions().get(place));
    }

    private List<String> references(int place) {
      return what.references().captions().apply(place);
    }

    /**
     * What came of it.
     *
     * @throws TaskException when no picture could be read
     */
    public Report report() {
      if (table.size() == 0) {
        throw new TaskException(
            "no caption could be measured; the first one: " + unreadable.get(0));
      }
      Map<String, String> notes = new TreeMap<>(task.metricNotes());
      notes.put(
          "clipScore",
          what.judge() == null ? "not measured, as no judge was named" : "judge: " + what.judge());
      List<String> names = what.references().names();
      List<String> without = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        if (!what.captions().containsKey(i)) {
          without.add(names.get(i));
        }
      }
      return new Report(
          names.size(),
          table.size(),
          task.metrics(table),
          notes,
          LeftOut.of(without),
          LeftOut.of(what.unknown()),
          LeftOut.of(unreadable));
    }

    @Override
    public void close() {
      if (manager != null) {
        manager.close();
      }
    }
  }
}
