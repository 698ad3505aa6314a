package dev.attune.dataset.folder;

import dev.attune.dataset.VideoDataset;
import dev.attune.vision.RgbImage;
import dev.attune.vision.video.FrameSampling;
import dev.attune.vision.video.SampledVideo;
import dev.attune.vision.video.VideoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** A registered data set of videos. */
final class FolderVideoDataset extends FolderDataset implements VideoDataset {
  private static final FrameSampling MIDDLE =
      new FrameSampling(FrameSampling.Way.SEGMENTS, 1, 3, 0);

  private final VideoValues values;

  FolderVideoDataset(Registration registration, Path folder, Path index) {
    super(registration, folder, index);
    values = Objects.requireNonNull(Layout.byId(registration.layout()).video());
  }

  @Override
  public List<String> captions(int index) {
    return row(index).captions();
  }

  @Override
  public RgbImage picture(int index) {
    return frames(index, MIDDLE, MIDDLE::of, UnaryOperator.identity()).frames().get(0);
  }

  @Override
  public SampledVideo frames(
      int index, FrameSampling sampling, IntFunction<int[]> indices, UnaryOperator<RgbImage> each) {
    IndexRow row = row(index);
    Path file = SafePaths.resolve(root(), row.file());
    try {
      if (!row.sha256().isEmpty() && !VideoFile.hash(file).equals(row.sha256())) {
        throw new VideoException(row.file(), "has changed since the data set was registered");
      }
    } catch (IOException e) {
      throw new VideoException(row.file(), "the file cannot be read");
    }
    return VideoFile.DECODER.decode(row.file(), file, sampling, indices, each);
  }

  @Override
  public String content(int index) {
    return row(index).sha256();
  }

  @Override
  public FrameSampling sampling() {
    return values.sampling();
  }

  @Override
  public int words() {
    return values.words();
  }
}
