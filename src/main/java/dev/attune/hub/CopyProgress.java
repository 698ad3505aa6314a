package dev.attune.hub;

import dev.attune.hub.PullProgress.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Copies the files of an import piece by piece, and tells how far it is. */
final class CopyProgress {
  private static final int PIECE = 1 << 20;

  private final ModelTransfer.Source source;
  private final PullListener listener;
  private final byte[] piece = new byte[PIECE];
  private long done;

  CopyProgress(ModelTransfer.Source source, PullListener listener) {
    this.source = source;
    this.listener = listener;
  }

  void copy(Path file, Path folder) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        checkCancelled();
        out.write(piece, 0, n);
        done += n;
        tell(State.COPYING, name);
      }
    }
  }

  void verifying() {
    tell(State.VERIFYING, null);
  }

  void checkCancelled() {
    ModelStore.checkNotStopped();
    if (listener.cancelled()) {
      throw new CancellationException();
    }
  }

  private void tell(State state, @Nullable String file) {
    listener.at(new PullProgress(source.name(), state, file, done, source.bytes(), null));
  }
}
