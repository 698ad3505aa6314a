package dev.attune.metric.caption.meteor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * METEOR's table of phrases that mean the same. Only 64-bit fingerprints of the phrases and pairs
 * are kept, so that the English table of 5 million pairs takes some 100 MB.
 */
public final class ParaphraseTable {
  private final long[] phrases;
  private final long[] pairs;
  private final int longest;

  private ParaphraseTable(long[] phrases, long[] pairs, int longest) {
    this.phrases = phrases;
    this.pairs = pairs;
    this.longest = longest;
  }

  /**
   * Reads a table as METEOR 1.5 publishes it: a gzip file of UTF-8 text with three lines a pair, a
   * score, a phrase and its paraphrase.
   *
   * @throws IOException when the file cannot be read or is not such a table; the message names it
   */
  public static ParaphraseTable read(Path file) throws IOException {
    long[] phrases = new long[1 << 17];
    long[] pairs = new long[1 << 16];
    int count = 0;
    int longest = 0;
    try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      String score;
      while ((score = lines.readLine()) != null) {
        String phrase = lines.readLine();
        String paraphrase = lines.readLine();
        if (phrase == null || paraphrase == null || !isScore(score)) {
          throw new IOException(
              "%s is not a paraphrase table: line %d is no score before two phrases"
                  .formatted(file, 3L * count + 1));
        }
        if (count == pairs.length) {
          phrases = Arrays.copyOf(phrases, 4 * count);
          pairs = Arrays.copyOf(pairs, 2 * count);
        }
        List<String> words = List.of(phrase.split(" "));
        List<String> others = List.of(paraphrase.split(" "));
        phrases[2 * count] = fingerprint(words);
        phrases[2 * count + 1] = fingerprint(others);
        pairs[count] = pair(phrases[2 * count], phrases[2 * count + 1]);
        longest = Math.max(longest, Math.max(words.size(), others.size()));
        count++;
      }
    }
    return new ParaphraseTable(sorted(phrases, 2 * count), sorted(pairs, count), longest);
  }

  private static boolean isScore(String line) {
    try {
      return Double.parseDouble(line) >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static long[] sorted(long[] values, int count) {
    return Arrays.stream(values, 0, count).sorted().distinct().toArray();
  }

  /** The most words a phrase has. */
  int longest() {
    return longest;
  }

  /** Whether a phrase of this fingerprint is in the table. */
  boolean knows(long phrase) {
    return Arrays.binarySearch(phrases, phrase) >= 0;
  }

  /** Whether two phrases are listed as a pair, in either order, by their fingerprints. */
  boolean isParaphrase(long phrase, long other) {
    return Arrays.binarySearch(pairs, pair(phrase, other)) >= 0;
  }

  /** A number for a phrase; different phrases get different ones, but for 1 in 2^64. */
  static long fingerprint(List<String> words) {
    long hash = 1;
    for (String word : words) {
      for (int i = 0; i < word.length(); i++) {
        hash = mix(hash + word.charAt(i));
      }
      hash = mix(hash + 1L + Character.MAX_VALUE);
    }
    return hash;
  }

  private static long pair(long phrase, long other) {
    return mix(mix(Math.min(phrase, other)) + Math.max(phrase, other));
  }

  /** The finaliser of SplitMix64 (Steele et al., 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
