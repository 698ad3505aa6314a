package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Pictures, which all lie in one place. */
final class PicturePlaces implements SamplePlaces {
  private final Path root;
  private PicturePlace place = new PicturePlace("", false, "");

  PicturePlaces(Path root) {
    this.root = root;
  }

  @Override
  public String kind() {
    return "picture";
  }

  @Override
  public void find(List<String> listed, List<String> elsewhere) throws IOException {
    Optional<PicturePlace> found = PicturePlace.find(root, listed);
    if (found.isEmpty()) {
      found = PicturePlace.find(root, elsewhere);
    }
    place = found.orElse(place);
  }

  @Override
  public String file(String listed) {
    return place.file(listed);
  }

  @Override
  public boolean holds(String file) {
    return Files.isRegularFile(root.resolve(file));
  }

  @Override
  public void visit(ClassFolders.FileVisitor visitor) throws IOException {
    ClassFolders.visit(root, place.prefix(), visitor);
  }
}
