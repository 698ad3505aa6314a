package dev.attune.experiment.store;

import java.security.SecureRandom;

/** Makes the names of experiments in addresses. */
final class ExperimentIds {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 10;

  private final SecureRandom random = new SecureRandom();

  /** Ten characters of 32: short in an address, and nobody's guess. */
  String next() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
