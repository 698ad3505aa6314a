package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Captions in JSON with no frame around them: {@code {file: [captions]}}, or a list of objects of
 * file and captions as LAVIS has it. With a list of captions an object is all of its picture; with
 * one caption the picture may come again.
 */
final class ListedCaptions implements CaptionSource {
  private static final Set<String> FILE = Set.of("image", "video", "file", "file_name", "filename");
  private static final Set<String> CAPTION = Set.of("caption", "captions");

  private final Path json;

  ListedCaptions(Path json) {
    this.json = json;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    CaptionJson.read(
        json,
        file -> {
          if (file.isList()) {
            file.items("a list", i -> item(file, i, visitor));
          } else {
            file.fields(
                "a list of file and captions, or an object of them",
                name -> visitor.entry(new Entry(source(), name, true, file.texts())));
          }
        });
  }

  /** The same objects, one a line. */
  static CaptionSource lines(Path file) {
    ListedCaptions lines = new ListedCaptions(file);
    return visitor -> CaptionJson.readLines(file, (json, i) -> lines.item(json, i, visitor));
  }

  private void item(CaptionJson file, int number, Visitor visitor) throws IOException {
    String where = "%s, entry %d".formatted(source(), number);
    List<String> captions = new ArrayList<>();
    String[] name = {""};
    boolean[] whole = {false};
    file.fields(
        "an object of image (or file) and caption",
        field -> {
          if (FILE.contains(field)) {
            name[0] = file.text();
          } else if (CAPTION.contains(field)) {
            whole[0] |= file.isList();
            captions.addAll(file.texts());
          } else {
            file.skip();
          }
        });
    if (name[0].isEmpty() && captions.isEmpty()) {
      visitor.leftOut(Flaw.UNUSABLE, where + ": has neither image (or file) nor caption");
    } else {
      visitor.entry(new Entry(where, name[0], whole[0], captions));
    }
  }

  private String source() {
    return json.getFileName().toString();
  }
}
