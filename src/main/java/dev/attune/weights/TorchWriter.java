package dev.attune.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a state dictionary as {@code torch.save} does: a zip file of a pickle and uncompressed
 * storages, which {@code torch.load} and OpenAI's {@code clip.load} read. A file appears whole or
 * not at all.
 */
public final class TorchWriter {
  private static final String ROOT = "archive/";

  private TorchWriter() {}

  /**
   * Writes tensors, floating-point ones in the given type.
   *
   * @param type {@link DataType#FLOAT16} or {@link DataType#FLOAT32}
   */
  public static void write(Path path, Map<String, NDArray> tensors, DataType type)
      throws IOException {
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part));
        ZipOutputStream zip = new ZipOutputStream(file);
        WritableByteChannel channel = Channels.newChannel(zip)) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, channel, "data.pkl", ByteBuffer.wrap(StateDictPickle.of(tensors, type)));
      entry(zip, channel, "byteorder", text("little"));
      int key = 0;
      for (NDArray tensor : tensors.values()) {
        try (Stored stored = Stored.of(tensor, type)) {
          entry(zip, channel, "data/" + key++, stored.bytes());
        }
      }
      entry(zip, channel, "version", text("3\n"));
    }
    Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ByteBuffer text(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  private static void entry(
      ZipOutputStream zip, WritableByteChannel channel, String name, ByteBuffer bytes)
      throws IOException {
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setSize(bytes.remaining());
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate());
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    channel.write(bytes);
    zip.closeEntry();
  }
}
