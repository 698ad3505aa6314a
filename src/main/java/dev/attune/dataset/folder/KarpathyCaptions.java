package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Karpathy's splits of COCO, Flickr30k and Flickr8k: {@code {"images": [{"filepath", "filename",
 * "imgid", "split", "sentences": [{"raw", "sentid"}]}]}}.
 */
final class KarpathyCaptions implements CaptionSource {
  private static final Set<String> IMAGE = Set.of("filepath", "filename", "imgid", "split");
  private static final Set<String> SENTENCE = Set.of("raw", "sentid");

  private final Path json;
  private final Set<String> wanted;

  /**
   * @param splits asked for, joined by commas
   */
  KarpathyCaptions(Path json, String splits) {
    this.json = json;
    wanted = new TreeSet<>(List.of(splits.split("\\s*,\\s*")));
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    Pass pass = new Pass(visitor);
    CaptionJson.readList(json, "images", "Karpathy's JSON", pass::image);
    for (String split : wanted) {
      if (!pass.splits.contains(split)) {
        throw new RegistrationException(
            "split",
            "%s has no pictures of the split '%s'; it has: %s"
                .formatted(json.getFileName(), split, String.join(", ", pass.splits)));
      }
    }
  }

  /** One way through the file. */
  private final class Pass {
    private final Visitor visitor;
    private final Set<String> splits = new TreeSet<>();
    private final Set<String> images = new HashSet<>();
    private final Set<String> sentences = new HashSet<>();

    Pass(Visitor visitor) {
      this.visitor = visitor;
    }

    void image(CaptionJson file, int number) throws IOException {
      Map<String, String> image = new HashMap<>();
      List<Map<String, String>> texts = new ArrayList<>();
      file.fields(
          "an image with filename, split and sentences",
          name -> {
            if (name.equals("sentences")) {
              file.items(
                  "the list of sentences",
                  i -> texts.add(file.values("a sentence with raw", SENTENCE)));
            } else if (IMAGE.contains(name)) {
              image.put(name, file.id());
            } else {
              file.skip();
            }
          });
      String name = name(image);
      String where = "%s, image %d".formatted(json.getFileName(), number);
      String split = image.getOrDefault("split", "");
      splits.add(split);
      if (!isNew(images, image.get("imgid"))) {
        again(where, name, "imgid", image);
      } else if (wanted.contains(split)) {
        visitor.entry(new Entry(where, name, true, captions(where, name, texts)));
      } else {
        visitor.elsewhere(name);
      }
    }

    private List<String> captions(String where, String name, List<Map<String, String>> texts) {
      List<String> captions = new ArrayList<>();
      for (Map<String, String> text : texts) {
        if (isNew(sentences, text.get("sentid"))) {
          captions.add(text.getOrDefault("raw", ""));
        } else {
          again(where, name, "sentid", text);
        }
      }
      return captions;
    }

    private void again(String where, String name, String id, Map<String, String> values) {
      visitor.leftOut(
          Flaw.DUPLICATE, "%s, %s: the %s %s again".formatted(where, name, id, values.get(id)));
    }
  }

  /** COCO's pictures lie in a folder of each year; Flickr30k has one. */
  private static String name(Map<String, String> image) {
    String file = image.getOrDefault("filename", "");
    String folder = image.getOrDefault("filepath", "");
    return folder.isEmpty() || file.isEmpty() ? file : folder + "/" + file;
  }

  /** What has no id is no duplicate. */
  private static boolean isNew(Set<String> seen, @Nullable String id) {
    return id == null || id.isEmpty() || seen.add(id);
  }
}
