package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * COCO's own form, which NoCaps has too: {@code {"images": [{"id", "file_name", "domain"}],
 * "annotations": [{"id", "image_id", "caption"}]}}, in any order.
 */
final class CocoCaptions implements CaptionSource {
  private static final String FORM = "COCO's JSON";
  private static final Set<String> IMAGE = Set.of("id", "file_name", "domain");
  private static final Set<String> ANNOTATION = Set.of("id", "image_id", "caption");

  private final Path json;
  private final String domain;

  /**
   * @param domain what the domains asked for begin with; empty for all
   */
  CocoCaptions(Path json, String domain) {
    this.json = json;
    this.domain = domain;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    Pass pass = new Pass(visitor);
    CaptionJson.readList(json, "images", FORM, pass::image);
    if (pass.files.isEmpty() && !domain.isEmpty()) {
      throw new RegistrationException(
          "domain",
          "%s has no pictures of the domain '%s'; it has: %s"
              .formatted(json.getFileName(), domain, String.join(", ", pass.domains)));
    }
    CaptionJson.readList(json, "annotations", FORM, pass::annotation);
  }

  /** One way through the file. */
  private final class Pass {
    private final Visitor visitor;
    private final Map<String, String> files = new HashMap<>();
    private final Set<String> elsewhere = new HashSet<>();
    private final Set<String> named = new HashSet<>();
    private final Set<String> annotations = new HashSet<>();
    private final Set<String> domains = new TreeSet<>();

    Pass(Visitor visitor) {
      this.visitor = visitor;
    }

    void image(CaptionJson file, int number) throws IOException {
      Map<String, String> image = file.values("an image with id and file_name", IMAGE);
      String id = image.getOrDefault("id", "");
      String name = image.getOrDefault("file_name", "");
      String of = image.getOrDefault("domain", "");
      String where = "%s, image %d".formatted(json.getFileName(), number);
      domains.add(of.isEmpty() ? "none" : of);
      if (name.isEmpty()) {
        visitor.leftOut(Flaw.UNUSABLE, where + ": has no file_name");
      } else if (files.containsKey(id) || elsewhere.contains(id)) {
        visitor.leftOut(Flaw.DUPLICATE, "%s, %s: the id %s again".formatted(where, name, id));
      } else if (!named.add(name)) {
        visitor.leftOut(Flaw.DUPLICATE, "%s, %s: the file again".formatted(where, name));
      } else if (of.startsWith(domain)) {
        files.put(id, name);
        visitor.entry(new Entry(where, name, false, List.of()));
      } else {
        elsewhere.add(id);
        visitor.elsewhere(name);
      }
    }

    void annotation(CaptionJson file, int number) throws IOException {
      Map<String, String> annotation =
          file.values("an annotation with image_id and caption", ANNOTATION);
      String where = "%s, annotation %d".formatted(json.getFileName(), number);
      String id = annotation.getOrDefault("id", "");
      String image = annotation.getOrDefault("image_id", "");
      String name = files.get(image);
      if (elsewhere.contains(image)) {
        return;
      }
      if (name == null) {
        visitor.leftOut(
            Flaw.CAPTION_WITHOUT_PICTURE,
            "%s: no image has the image_id '%s'".formatted(where, image));
      } else if (!id.isEmpty() && !annotations.add(id)) {
        visitor.leftOut(Flaw.DUPLICATE, "%s, %s: the id %s again".formatted(where, name, id));
      } else {
        List<String> captions = List.of(annotation.getOrDefault("caption", ""));
        visitor.entry(new Entry(where, name, false, captions));
      }
    }
  }
}
