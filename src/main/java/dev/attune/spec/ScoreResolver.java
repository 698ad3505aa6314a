package dev.attune.spec;

import dev.attune.dataset.CaptionDataset;
import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.folder.PictureFolder;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.captioning.ForeignCaptions;
import dev.attune.task.captioning.References;
import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Finds what captions that were made elsewhere are to be compared with. */
@Component
public final class ScoreResolver {
  private static final String ANNOTATIONS = "annotations";
  private static final String CAPTION = "caption";
  private static final String IMAGE_ID = "image_id";

  private final DatasetCatalog datasets;
  private final OptionRules rules;

  public ScoreResolver(DatasetCatalog datasets, OptionRules rules) {
    this.datasets = datasets;
    this.rules = rules;
  }

  /** References, and where a caption's image stands among them. */
  private record Found(References references, Function<String, OptionalInt> place) {}

  /**
   * Reads captions and references.
   *
   * @param pictures a folder with the pictures that annotations name; null for none
   * @throws InvalidRequestException naming row and field of what is wrong
   */
  public ForeignCaptions resolve(ScoreRequest request, @Nullable Path pictures) {
    Problems problems = new Problems();
    CocoRows rows = new CocoRows(problems);
    problems.addUnless(
        (request.dataset() == null) != (request.annotations() == null),
        "dataset",
        "either a data set or annotations must be given");
    if (request.judge() != null) {
      rules.model(request.judge(), "encoder", "judge", problems);
    }
    List<CocoRows.Row> captions =
        rows.read(request.captions(), "captions", IMAGE_ID, CAPTION, false);
    problems.check();
    Found found =
        request.dataset() == null
            ? coco(Objects.requireNonNull(request.annotations()), pictures, rows, problems)
            : set(request.dataset(), problems);
    problems.addUnless(
        request.judge() == null || found.references().pictures() != null,
        "judge",
        "needs the pictures, which annotations do not have");
    SortedMap<Integer, String> byPlace = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    Map<String, String> before = new HashMap<>();
    for (CocoRows.Row row : captions) {
      OptionalInt place = found.place().apply(row.id());
      String image = place.isEmpty() ? row.id() : found.references().names().get(place.getAsInt());
      String other = before.putIfAbsent(image, row.at());
      if (other != null) {
        rows.bad(row.at() + "." + IMAGE_ID, "%s has a caption in %s".formatted(image, other));
      } else if (place.isEmpty()) {
        unknown.add(image);
      } else {
        byPlace.put(place.getAsInt(), row.text());
      }
    }
    problems.check();
    if (byPlace.isEmpty()) {
      problems.add(
          "captions",
          unknown.isEmpty()
              ? "there are none"
              : "none is of an image with references; the first is of %s, the first reference of %s"
                  .formatted(unknown.get(0), found.references().names().get(0)));
    }
    problems.check();
    return new ForeignCaptions(found.references(), byPlace, unknown, request.judge());
  }

  private Found set(String name, Problems problems) {
    try {
      CaptionDataset set = datasets.captions(name);
      References references = References.of(set);
      return new Found(references, new ImageNames(references.names())::find);
    } catch (UnknownNameException e) {
      problems.add("dataset", String.valueOf(e.getMessage()));
      problems.check();
      throw e;
    }
  }

  /** COCO's annotations; an image that nobody wrote of is left out. */
  private static Found coco(
      JsonNode coco, @Nullable Path pictures, CocoRows rows, Problems problems) {
    String list = ANNOTATIONS + ".images";
    List<CocoRows.Row> images =
        rows.read(coco.path("images"), list, "id", "file_name", pictures == null);
    Map<String, List<String>> written = new HashMap<>();
    Map<String, String> files = new HashMap<>();
    for (CocoRows.Row image : images) {
      if (written.put(image.id(), new ArrayList<>()) != null) {
        rows.bad(image.at() + ".id", image.id() + " is an earlier image's");
      }
      files.put(image.id(), image.text());
    }
    for (CocoRows.Row annotation :
        rows.read(coco.path(ANNOTATIONS), "annotations.annotations", IMAGE_ID, CAPTION, false)) {
      List<String> of = written.get(annotation.id());
      if (of == null) {
        rows.bad(annotation.at() + "." + IMAGE_ID, "no image has the id " + annotation.id());
      } else {
        of.add(annotation.text());
      }
    }
    List<String> names =
        images.stream()
            .map(CocoRows.Row::id)
            .filter(id -> !Objects.requireNonNull(written.get(id)).isEmpty())
            .toList();
    problems.addUnless(!problems.isEmpty() || !names.isEmpty(), list, "none has a caption");
    problems.check();
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    References references =
        new References(
            names,
            i -> Objects.requireNonNull(written.get(names.get(i))),
            pictures(pictures, names.stream().map(files::get).toList(), problems));
    return new Found(
        references,
        id -> places.containsKey(id) ? OptionalInt.of(places.get(id)) : OptionalInt.empty());
  }

  private static @Nullable IntFunction<RgbImage> pictures(
      @Nullable Path folder, List<String> files, Problems problems) {
    if (folder == null) {
      return null;
    }
    try {
      return PictureFolder.named(folder, files)::picture;
    } catch (IOException e) {
      problems.add("images", "the folder cannot be read");
      problems.check();
      throw new IllegalStateException(e);
    }
  }
}
