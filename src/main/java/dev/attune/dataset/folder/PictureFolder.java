package dev.attune.dataset.folder;

import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureDecoder;
import dev.attune.vision.decode.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Pictures of a folder that is not registered.
 *
 * @param root a real path
 * @param files relative to it
 */
public record PictureFolder(Path root, List<String> files) {
  private static final PictureDecoder DECODER = PictureDecoder.forDatasets();

  /** All pictures below a folder in the order of their names, or the one that is named. */
  public static PictureFolder below(Path path) throws IOException {
    Path real = path.toRealPath();
    if (!Files.isDirectory(real)) {
      Path folder = Objects.requireNonNull(real.getParent(), "a file lies in a folder");
      return new PictureFolder(folder, List.of(real.getFileName().toString()));
    }
    List<String> files = new ArrayList<>();
    ClassFolders.visit(real, "", files::add);
    return new PictureFolder(real, List.copyOf(files));
  }

  /** Those that a caption file names, wherever in the folder most of them lie. */
  public static PictureFolder named(Path folder, List<String> names) throws IOException {
    Path real = folder.toRealPath();
    PicturePlace place =
        PicturePlace.find(real, names.stream().filter(SafePaths::isInside).toList())
            .orElseGet(() -> new PicturePlace("", false, ""));
    return new PictureFolder(real, names.stream().map(place::file).toList());
  }

  /**
   * Loads one picture.
   *
   * @throws PictureException when it is missing or cannot be read
   */
  public RgbImage picture(int index) {
    String file = files.get(index);
    if (!SafePaths.isInside(file)) {
      throw new PictureException(file, "leads out of the folder");
    }
    return DECODER.decode(file, PictureDecoder.read(file, SafePaths.resolve(root, file)));
  }
}
