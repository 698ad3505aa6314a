package dev.attune.cli;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.PictureDataset;
import dev.attune.dataset.folder.PictureFolder;
import dev.attune.encoder.Encoder;
import dev.attune.hub.ModelHub;
import dev.attune.model.Nn;
import dev.attune.task.FeatureRows;
import dev.attune.vision.RgbImage;
import dev.attune.vision.decode.PictureException;
import dev.attune.weights.NpyWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes features of pictures or texts for other programs. */
@Command(
    name = "features",
    description =
        "Writes an encoder's features of pictures or texts as a matrix of NumPy, a row each, and a"
            + " list of their names beside it. The row of a picture that cannot be read is NaN.",
    mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final String END = ".npy";

  @Option(names = "--model", required = true, description = "an encoder")
  private String model = "";

  @Option(names = "--images", description = "a folder, or one picture")
  private @Nullable Path images;

  @Option(names = "--dataset", description = "or a data set's pictures")
  private @Nullable String dataset;

  @Option(names = "--texts", description = "or a file with a text a line, UTF-8")
  private @Nullable Path texts;

  @Option(
      names = "--out",
      required = true,
      description = "the matrix, whose name ends in .npy; the names' list ends in .txt instead")
  private Path out = Path.of("");

  @Option(names = "--raw", description = "as the model gives them; by default of length 1")
  private boolean raw;

  @Mixin private HomeOption home = new HomeOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String name = String.valueOf(out.getFileName());
    if (!name.endsWith(END)) {
      throw bad("--out: its name must end in " + END);
    }
    if (Stream.of(images, dataset, texts).filter(Objects::nonNull).count() != 1) {
      throw bad("give one of --images, --dataset and --texts");
    }
    Path list = out.resolveSibling(name.substring(0, name.length() - END.length()) + ".txt");
    Path part = out.resolveSibling(name + ".part");
    Path listPart = out.resolveSibling(list.getFileName() + ".part");
    int rows;
    try (NDManager manager = NDManager.newBaseManager()) {
      Nn.recordOnlyWhenAsked();
      Encoder encoder = ModelHub.at(home.get()).catalog().encoder(model, manager);
      FeatureRows features = new FeatureRows(encoder, raw, manager);
      try (NpyWriter matrix = new NpyWriter(part, encoder.embedDim());
          BufferedWriter names = Files.newBufferedWriter(listPart)) {
        rows = texts == null ? pictures(features, matrix, names) : texts(features, matrix, names);
      }
    }
    Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
    Files.move(listPart, list, StandardCopyOption.REPLACE_EXISTING);
    System.out.println("wrote %s, %d rows, and %s".formatted(out, rows, list));
    return 0;
  }

  private int texts(FeatureRows features, NpyWriter matrix, BufferedWriter names)
      throws IOException {
    int rows = 0;
    try (TextLines lines = new TextLines(Objects.requireNonNull(texts))) {
      List<String> batch = new ArrayList<>();
      for (String line = lines.next(); line != null || !batch.isEmpty(); line = lines.next()) {
        if (line != null) {
          names.write(line + "\n");
          if (features.encoder().tokenizer().isCut(line)) {
            warn(rows, "is longer than the model takes, and is cut");
          }
          batch.add(line);
          rows++;
        }
        if (line == null || batch.size() == BATCH) {
          matrix.add(features.ofTexts(batch));
          batch.clear();
        }
      }
    }
    return rows;
  }

  private int pictures(FeatureRows features, NpyWriter matrix, BufferedWriter names)
      throws IOException {
    int size;
    IntFunction<String> name;
    IntFunction<RgbImage> picture;
    if (images != null) {
      PictureFolder folder = PictureFolder.below(images);
      size = folder.files().size();
      name = folder.files()::get;
      picture = folder::picture;
    } else {
      PictureDataset set = home.datasets().pictures(Objects.requireNonNull(dataset));
      size = set.size();
      name = set::id;
      picture = set::picture;
    }
    if (size == 0) {
      throw bad("--images: there are no pictures in " + images);
    }
    for (int from = 0; from < size; from += BATCH) {
      int start = from;
      int n = Math.min(BATCH, size - from);
      Map<Integer, String> failed = new ConcurrentSkipListMap<>();
      matrix.add(
          features.ofPictures(
              n,
              i -> {
                try {
                  return picture.apply(start + i);
                } catch (PictureException e) {
                  failed.put(start + i, String.valueOf(e.getMessage()));
                  return null;
                }
              }));
      failed.forEach(FeaturesCommand::warn);
      for (int i = from; i < from + n; i++) {
        names.write(name.apply(i).replaceAll("\\p{Cc}", "?") + "\n"); // a line each
      }
    }
    return size;
  }

  private static void warn(int row, String what) {
    System.err.println("row %d: %s".formatted(row, what));
  }

  private ParameterException bad(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
