package dev.attune.spec;

import java.util.Map;

/** Kinds of models in a sentence. */
final class ModelWords {
  private static final Map<String, String> WORDS =
      Map.of(
          "encoder", "a CLIP model",
          "video-encoder", "a model that reads videos",
          "captioner", "a captioner",
          "dgl", "prompts of DGL",
          "language-model", "a language model",
          "context", "a file of context vectors",
          "memory", "a memory that a run left");

  private ModelWords() {}

  static String of(String kind) {
    return WORDS.getOrDefault(kind, kind);
  }
}
