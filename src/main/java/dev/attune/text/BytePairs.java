package dev.attune.text;

import dev.attune.weights.FileSource;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A byte-level byte-pair encoding (Radford et al. 2019, section 2.2): tokens with their ids, and
 * the merges in order of their priority. A byte is written as one printable character.
 *
 * @param merges two tokens with a blank between them
 */
public record BytePairs(String file, Map<String, Integer> vocabulary, List<String> merges) {
  /** The file of tokens and ids. */
  public static final String VOCAB = "vocab.json";

  /** The file of merges. */
  public static final String MERGES = "merges.txt";

  private static final String VERSION = "#version";
  private static final int MAX_LINES = 1_000_000;

  /**
   * Reads Hugging Face's {@code vocab.json} and {@code merges.txt}; empty where one is missing.
   *
   * @throws TokenizerException that names the file and the row or token at fault
   */
  public static Optional<BytePairs> read(FileSource files) {
    return files
        .find(VOCAB)
        .flatMap(vocab -> files.find(MERGES).map(merges -> read(vocab, merges)));
  }

  private static BytePairs read(byte[] vocab, byte[] merges) {
    Map<String, Integer> vocabulary = vocabulary(vocab);
    try (InputStream stream = new ByteArrayInputStream(merges)) {
      BytePairs pairs = new BytePairs(VOCAB, vocabulary, merges(MERGES, stream, Integer.MAX_VALUE));
      pairs.checkMerges(MERGES);
      return pairs;
    } catch (IOException e) {
      throw new TokenizerException(MERGES, "cannot be read", e);
    }
  }

  private static Map<String, Integer> vocabulary(byte[] json) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new TokenizerException(VOCAB, "cannot be read as JSON", e);
    }
    if (!root.isObject()) {
      throw new TokenizerException(VOCAB, "is not an object of tokens and ids");
    }
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    Map<Integer, String> taken = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : root.properties()) {
      if (!e.getValue().isInt() || e.getValue().asInt() < 0) {
        throw new TokenizerException(VOCAB, "token '%s' has no id".formatted(e.getKey()));
      }
      String other = taken.put(e.getValue().asInt(), e.getKey());
      if (other != null) {
        throw new TokenizerException(
            VOCAB, "tokens '%s' and '%s' have the same id".formatted(other, e.getKey()));
      }
      vocabulary.put(e.getKey(), e.getValue().asInt());
    }
    return vocabulary;
  }

  /**
   * Reads rows of two tokens, as GPT-2 and CLIP write them.
   *
   * @param file its name, for messages
   * @param most how many are taken
   * @throws TokenizerException that names the row at fault
   */
  public static List<String> merges(String file, InputStream stream, int most) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new Bounded(file, stream), StandardCharsets.UTF_8));
    List<String> merges = new ArrayList<>();
    int row = 0;
    for (String line = reader.readLine();
        line != null && merges.size() < most;
        line = reader.readLine()) {
      row++;
      boolean header = row == 1 && line.contains(VERSION);
      if (header || line.isBlank()) {
        continue;
      }
      int blank = line.indexOf(' ');
      if (blank < 1 || blank != line.lastIndexOf(' ') || blank == line.length() - 1) {
        throw new TokenizerException(file, "row %d is not a pair of tokens".formatted(row));
      }
      merges.add(line);
      if (row > MAX_LINES) {
        throw new TokenizerException(file, "has too many rows");
      }
    }
    return merges;
  }

  /**
   * Checks that what is merged, and what comes of it, are tokens.
   *
   * @throws TokenizerException that names the merge at fault
   */
  public void checkMerges(String mergesFile) {
    for (String merge : merges) {
      for (String token :
          List.of(
              merge.substring(0, merge.indexOf(' ')),
              merge.substring(merge.indexOf(' ') + 1),
              merge.replace(" ", ""))) {
        if (!vocabulary.containsKey(token)) {
          throw new TokenizerException(
              mergesFile, "merges '%s', but '%s' is no token".formatted(merge, token));
        }
      }
    }
  }

  /** The characters that stand for the bytes, in the order of CLIP's ids. */
  public static List<String> alphabet() {
    List<String> printable = new ArrayList<>();
    int others = 0;
    List<String> replaced = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      if ((b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xff && b != 0xad)) {
        printable.add(Character.toString(b));
      } else {
        replaced.add(Character.toString(256 + others++));
      }
    }
    printable.addAll(replaced);
    return printable;
  }

  /** Stops a stream that unpacks to more than a vocabulary can be. */
  private static final class Bounded extends FilterInputStream {
    private final String file;
    private long left = FileSource.MAX_BYTES;

    Bounded(String file, InputStream stream) {
      super(stream);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      return counted(count, count);
    }

    private int counted(int result, int bytes) {
      left -= Math.max(0, bytes);
      if (left < 0) {
        throw new TokenizerException(file, "is too large for a vocabulary");
      }
      return result;
    }
  }
}
