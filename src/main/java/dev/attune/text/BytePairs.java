package dev.attune.text;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A byte-level byte-pair encoding (Radford et al. 2019, section 2.2): tokens with their ids, and
 * the merges in order of their priority. A byte is written as one printable character.
 *
 * @param merges two tokens with a blank between them
 */
record BytePairs(String file, Map<String, Integer> vocabulary, List<String> merges) {
  /** What ends a word in CLIP's vocabulary. */
  static final String WORD_END = "</w>";

  static final String START = "<|startoftext|>";
  static final String END = "<|endoftext|>";

  /** Merges that CLIP uses of the many in OpenAI's file: what 49152 tokens leave room for. */
  private static final int CLIP_MERGES = 49152 - 256 - 2;

  private static final String VERSION = "#version";
  private static final long MAX_BYTES = 64 << 20;
  private static final int MAX_LINES = 1_000_000;

  /**
   * Reads Hugging Face's {@code vocab.json} and {@code merges.txt}.
   *
   * @throws TokenizerException that names the file and the row or token at fault
   */
  static BytePairs read(Path vocab, Path merges) {
    String file = String.valueOf(vocab.getFileName());
    JsonNode root;
    try {
      if (Files.size(vocab) > MAX_BYTES) {
        throw new TokenizerException(file, "is too large for a vocabulary");
      }
      root = JsonMapper.shared().readTree(Files.readAllBytes(vocab));
    } catch (IOException | JacksonException e) {
      throw new TokenizerException(file, "cannot be read as JSON", e);
    }
    if (!root.isObject()) {
      throw new TokenizerException(file, "is not an object of tokens and ids");
    }
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    Map<Integer, String> taken = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : root.properties()) {
      if (!e.getValue().isInt() || e.getValue().asInt() < 0) {
        throw new TokenizerException(file, "token '%s' has no id".formatted(e.getKey()));
      }
      String other = taken.put(e.getValue().asInt(), e.getKey());
      if (other != null) {
        throw new TokenizerException(
            file, "tokens '%s' and '%s' have the same id".formatted(other, e.getKey()));
      }
      vocabulary.put(e.getKey(), e.getValue().asInt());
    }
    String mergesFile = String.valueOf(merges.getFileName());
    try (InputStream stream = Files.newInputStream(merges)) {
      BytePairs pairs =
          new BytePairs(file, vocabulary, merges(mergesFile, stream, Integer.MAX_VALUE));
      pairs.checkMerges(mergesFile);
      return pairs;
    } catch (IOException e) {
      throw new TokenizerException(mergesFile, "cannot be read", e);
    }
  }

  /**
   * Reads OpenAI's {@code bpe_simple_vocab_16e6.txt.gz}; its ids are the 256 bytes, the bytes at a
   * word's end, the merges in order, and the two special tokens.
   *
   * @throws TokenizerException that names the file and the row at fault
   */
  static BytePairs readOpenAi(Path gzip) {
    String file = String.valueOf(gzip.getFileName());
    try (InputStream stream = new GZIPInputStream(Files.newInputStream(gzip))) {
      List<String> merges = merges(file, stream, CLIP_MERGES);
      List<String> tokens = new ArrayList<>(alphabet());
      alphabet().forEach(c -> tokens.add(c + WORD_END));
      merges.forEach(m -> tokens.add(m.replace(" ", "")));
      tokens.add(START);
      tokens.add(END);
      Map<String, Integer> vocabulary = new LinkedHashMap<>();
      for (String token : tokens) {
        if (vocabulary.put(token, vocabulary.size()) != null) {
          throw new TokenizerException(file, "makes the token '%s' twice".formatted(token));
        }
      }
      BytePairs pairs = new BytePairs(file, vocabulary, merges);
      pairs.checkMerges(file);
      return pairs;
    } catch (IOException e) {
      throw new TokenizerException(file, "cannot be read as gzip", e);
    }
  }

  private static List<String> merges(String file, InputStream stream, int most) throws IOException {
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

  private void checkMerges(String mergesFile) {
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
  static List<String> alphabet() {
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
    private long left = MAX_BYTES;

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
