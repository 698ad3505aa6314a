package dev.attune.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.encoder.clip.ClipTokenizer;
import dev.attune.encoder.clip.ClipTokenizerFiles;
import dev.attune.weights.FileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Small tokenisers of CLIP's and GPT-2's kind: the bytes and a few merges. */
class TokenizerFilesTest {
  private static final List<String> CLIP_MERGES =
      List.of(
          "c a", "ca t</w>", "p h", "o t", "ph ot", "phot o</w>", "' s</w>", "\u00c3 \u00a9</w>");
  private static final List<String> GPT_MERGES =
      List.of("c a", "ca t", "\u0120 cat", "\u0120 a", "' s");

  @TempDir Path folder;

  @Test
  void threeSourcesGiveTheSameIds() throws IOException {
    Path openAi = Files.createDirectory(folder.resolve("openai"));
    gzip(openAi, "bpe_simple_vocab_16e6.txt#version: 0.2\n" + String.join("\n", CLIP_MERGES));
    Path pair = Files.createDirectory(folder.resolve("pair"));
    Map<String, Integer> vocabulary = clipVocabulary();
    vocab(pair, vocabulary);
    merges(pair, CLIP_MERGES);
    Path json = Files.createDirectory(folder.resolve("json"));
    Files.write(json.resolve("tokenizer.json"), json(pair));
    int start = vocabulary.size() - 2;
    int end = vocabulary.size() - 1;
    for (Path source : List.of(openAi, pair, json)) {
      try (TextTokenizer tokenizer = clip(source, 77)) {
        assertThat(tokenizer.encode("Photo, cat's\n CAT"))
            .as(source.toString())
            .containsExactly(
                start,
                vocabulary.get("photo</w>"),
                vocabulary.get(",</w>"),
                vocabulary.get("cat</w>"),
                vocabulary.get("'s</w>"),
                vocabulary.get("cat</w>"),
                end);
        assertThat(tokenizer.encode("\u00e9"))
            .containsExactly(start, vocabulary.get("\u00c3\u00a9</w>"), end);
        assertThat(tokenizer.encode("")).containsExactly(start, end);
        assertThat(tokenizer.encode("7 42"))
            .containsExactly(
                start,
                vocabulary.get("7</w>"),
                vocabulary.get("4</w>"),
                vocabulary.get("2</w>"),
                end);
      }
    }
  }

  @Test
  void aLongTextIsCutAndKeepsItsEnd() throws IOException {
    Map<String, Integer> vocabulary = clipVocabulary();
    vocab(folder, vocabulary);
    merges(folder, CLIP_MERGES);
    try (TextTokenizer tokenizer = clip(folder, 5)) {
      long cat = vocabulary.get("cat</w>");
      assertThat(tokenizer.encode("cat cat cat cat cat"))
          .containsExactly(vocabulary.size() - 2, cat, cat, cat, vocabulary.size() - 1);
    }
  }

  @Test
  void aLanguageModelsTextSurvivesEncodingAndDecoding() throws IOException {
    Map<String, Integer> vocabulary = ids(BytePairs.alphabet(), "", GPT_MERGES, "<|endoftext|>");
    vocab(folder, vocabulary);
    merges(folder, GPT_MERGES);
    byte[] json = TokenizerFiles.language(FileSource.in(folder));
    try (LanguageTokenizer tokenizer = LanguageTokenizer.load(new ByteArrayInputStream(json))) {
      long[] ids = tokenizer.encode("cat a cat's\n");
      assertThat(ids)
          .containsExactly(
              vocabulary.get("cat"),
              vocabulary.get("\u0120a"),
              vocabulary.get("\u0120cat"),
              vocabulary.get("'s"),
              vocabulary.get("\u010a"));
      assertThat(tokenizer.decode(ids)).isEqualTo("cat a cat's\n");
      String odd = "  Caf\u00e9 \ud83d\ude00\t\u4e2d <b>";
      assertThat(tokenizer.decode(tokenizer.encode(odd))).isEqualTo(odd);
      assertThat(tokenizer.encode("cat<|endoftext|>"))
          .containsExactly(vocabulary.get("cat"), vocabulary.get("<|endoftext|>"));
    }
  }

  @Test
  void brokenFilesAreNamedWithTheRowOrToken() throws IOException {
    refused("holds no tokeniser");
    vocab(folder, clipVocabulary());
    merges(folder, List.of("c a", "ca t</w>", "cat"));
    refused("merges.txt: row 4 is not a pair of tokens");
    merges(folder, List.of("c a", "x y"));
    refused("merges.txt: merges 'x y', but 'xy' is no token");
    merges(folder, CLIP_MERGES);
    Files.writeString(folder.resolve("vocab.json"), "{\"a\":0,\"b\":0}");
    refused("vocab.json: tokens 'a' and 'b' have the same id");
    Files.writeString(folder.resolve("vocab.json"), "{\"a\":\"0\"}");
    refused("vocab.json: token 'a' has no id");
    Files.writeString(folder.resolve("vocab.json"), "{\"a\":");
    refused("vocab.json: cannot be read as JSON");
    Map<String, Integer> vocabulary = clipVocabulary();
    vocabulary.put("later", vocabulary.size());
    vocab(folder, vocabulary);
    refused("vocab.json: <|endoftext|> should have the highest id");
    vocabulary.remove("<|startoftext|>");
    vocab(folder, vocabulary);
    refused("vocab.json: lacks the token <|startoftext|>");
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertThatThrownBy(() -> clip(folder, 77))
        .isInstanceOf(TokenizerException.class)
        .hasMessageStartingWith("tokenizer.json: is not a tokeniser");
  }

  @Test
  void aGzipOfSomethingElseIsRefused() throws IOException {
    gzip(folder, "header\nnot a pair\n");
    refused("bpe_simple_vocab_16e6.txt.gz: row 1 is not a pair of tokens");
    Files.writeString(folder.resolve("bpe_simple_vocab_16e6.txt.gz"), "plain");
    refused("bpe_simple_vocab_16e6.txt.gz: cannot be read as gzip");
    gzip(folder, "x".repeat(70 << 20));
    refused("bpe_simple_vocab_16e6.txt.gz: is too large");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> json(folder))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining(message);
  }

  private static TextTokenizer clip(Path folder, int length) throws IOException {
    return ClipTokenizer.load(new ByteArrayInputStream(json(folder)), length);
  }

  private static byte[] json(Path folder) {
    return ClipTokenizerFiles.json(FileSource.in(folder));
  }

  private static Map<String, Integer> clipVocabulary() {
    List<String> bytes = new ArrayList<>(BytePairs.alphabet());
    BytePairs.alphabet().forEach(b -> bytes.add(b + "</w>"));
    Map<String, Integer> ids = ids(bytes, "", CLIP_MERGES, "<|startoftext|>");
    ids.put("<|endoftext|>", ids.size());
    return ids;
  }

  private static Map<String, Integer> ids(
      List<String> bytes, String between, List<String> merges, String special) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    bytes.forEach(b -> ids.put(b, ids.size()));
    merges.forEach(m -> ids.put(m.replace(" ", between), ids.size()));
    ids.put(special, ids.size());
    return ids;
  }

  private static void vocab(Path folder, Map<String, Integer> ids) throws IOException {
    Files.write(folder.resolve("vocab.json"), JsonMapper.shared().writeValueAsBytes(ids));
  }

  private static void merges(Path folder, List<String> merges) throws IOException {
    Files.writeString(
        folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
  }

  private static void gzip(Path folder, String text) throws IOException {
    Path file = folder.resolve("bpe_simple_vocab_16e6.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
