package dev.attune.dataset.folder;

import dev.attune.dataset.ImageDataset;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureDecoder;
import dev.attune.vision.decode.PictureException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A registered data set. A sample that is not what was registered fails, and it alone. */
final class FolderDataset implements ImageDataset {
  private static final PictureDecoder DECODER = PictureDecoder.forDatasets();

  private final Registration registration;
  private final Path root;
  private final List<IndexRow> rows;

  /**
   * @param folder of the pictures
   */
  FolderDataset(Registration registration, Path folder, Path index) {
    this.registration = registration;
    try {
      root = folder.toRealPath();
      rows = rows(index);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the folder of the data set %s cannot be read".formatted(registration.name()), e);
    }
  }

  private static List<IndexRow> rows(Path index) throws IOException {
    List<IndexRow> rows = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(index)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        IndexRow row = IndexRow.parse(line);
        if (row == null) {
          throw new IOException("line %d of the index is broken".formatted(rows.size() + 1));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Override
  public String name() {
    return registration.name();
  }

  @Override
  public List<String> classNames() {
    return registration.classNames();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public String id(int index) {
    return rows.get(index).file();
  }

  @Override
  public int label(int index) {
    return rows.get(index).label();
  }

  @Override
  public RgbImage picture(int index) {
    IndexRow row = rows.get(index);
    byte[] content = PictureDecoder.read(row.file(), SafePaths.resolve(root, row.file()));
    if (!row.sha256().isEmpty() && !Sha256.of(content).equals(row.sha256())) {
      throw new PictureException(row.file(), "has changed since the data set was registered");
    }
    return DECODER.decode(row.file(), content);
  }

  @Override
  public String fingerprint() {
    return registration.fingerprint();
  }
}
