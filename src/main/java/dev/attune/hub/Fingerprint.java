package dev.attune.hub;

import dev.attune.weights.FileSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One hash over every file that decides a model's numbers. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * @param weights hash of the weights file
   * @param deciding names of the files beside it that count
   */
  static String of(String weights, List<String> deciding, FileSource files) {
    StringBuilder all = new StringBuilder(weights);
    for (String name : deciding.stream().sorted().toList()) {
      byte[] content = files.find(name).orElse(new byte[0]);
      all.append('\n').append(name).append(' ').append(sha256(content));
    }
    return sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** In lower-case hexadecimal digits. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
