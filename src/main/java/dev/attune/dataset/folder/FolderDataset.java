package dev.attune.dataset.folder;

import dev.attune.dataset.PictureDataset;
import dev.attune.digest.Sha256;
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
abstract sealed class FolderDataset implements PictureDataset
    permits FolderClassDataset, FolderCaptionDataset, FolderVideoDataset {
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

  static FolderDataset of(Registration registration, Path folder, Path index) {
    if (Layout.byId(registration.layout()).video() != null) {
      return new FolderVideoDataset(registration, folder, index);
    }
    return registration.captions() == null
        ? new FolderClassDataset(registration, folder, index)
        : new FolderCaptionDataset(registration, folder, index);
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

  Path root() {
    return root;
  }

  Registration registration() {
    return registration;
  }

  IndexRow row(int index) {
    return rows.get(index);
  }

  @Override
  public String name() {
    return registration.name();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public String id(int index) {
    return row(index).file();
  }

  @Override
  public RgbImage picture(int index) {
    IndexRow row = row(index);
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
