package dev.attune.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.model.Activation;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the {@code card.json} of a model's folder says.
 *
 * @param kind name of a {@link ModelKind}
 * @param role {@code policy}, {@code judge} or {@code other}
 * @param weights the weights file, or null where the folder holds only one
 * @param activation an encoder's, where neither its weights nor a configuration beside them tell it
 * @param captioner the models that a captioner stands between
 * @param dgl what is said of DGL's prompts
 * @param defaults see {@link ModelInfo}
 * @param learned what run it comes from; null where it was not kept from a run
 * @param files those whose hash or size is known; they are held to it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ModelCard(
    String kind,
    String role,
    String description,
    String licence,
    String source,
    @Nullable String weights,
    @Nullable Activation activation,
    @Nullable CaptionerParts captioner,
    @Nullable DglParts dgl,
    Map<String, Map<String, Object>> defaults,
    @Nullable Learned learned,
    List<ModelFile> files) {

  static final String FILE = "card.json";
  private static final int MAX_BYTES = 1 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES) // what is worked out later
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  ModelCard {
    kind = Objects.requireNonNullElse(kind, "");
    role = Objects.requireNonNullElse(role, "other");
    description = Objects.requireNonNullElse(description, "");
    licence = Objects.requireNonNullElse(licence, "unknown");
    source = Objects.requireNonNullElse(source, "unknown");
    defaults = defaults == null ? Map.of() : Map.copyOf(defaults);
    files = files == null ? List.of() : List.copyOf(files);
  }

  /** For a model of which nothing is known. */
  static ModelCard unknown() {
    return new ModelCard(
        "unknown", "other", "", "unknown", "unknown", null, null, null, null, Map.of(), null,
        List.of());
  }

  /**
   * Reads the card of a folder.
   *
   * @throws WeightsException when it is missing, not a card, or names files outside its folder
   */
  static ModelCard of(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new WeightsException(FILE, "is missing");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream);
    } catch (IOException e) {
      throw new WeightsException(FILE, "cannot be read", e);
    }
  }

  static ModelCard read(InputStream stream) throws IOException {
    byte[] json = stream.readNBytes(MAX_BYTES + 1);
    if (json.length > MAX_BYTES) {
      throw new WeightsException(FILE, "is larger than a card may be");
    }
    ModelCard card;
    try {
      card = JSON.readValue(json, ModelCard.class);
    } catch (JacksonException e) {
      throw new WeightsException(FILE, "is not a card: " + e.getOriginalMessage(), e);
    }
    if (card == null || card.kind().isBlank()) {
      throw new WeightsException(FILE, "kind must be given");
    }
    if (card.weights() != null && !Names.isFile(card.weights())) {
      throw new WeightsException(FILE, "weights must be the name of a file in the same folder");
    }
    boolean parts = card.captioner() != null;
    if (parts != card.kind().equals(CaptionerKind.NAME)) {
      throw new WeightsException(
          FILE, "captioner, with clip and languageModel, belongs to the kind captioner");
    }
    for (ModelFile f : card.files()) {
      if (f == null || f.path() == null || !Names.isFile(f.path())) {
        throw new WeightsException(FILE, "files[].path must be the name of a file in the folder");
      }
    }
    return card;
  }

  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
  }

  ModelCard withFiles(List<ModelFile> known) {
    return new ModelCard(
        kind,
        role,
        description,
        licence,
        source,
        weights,
        activation,
        captioner,
        dgl,
        defaults,
        learned,
        known);
  }

  ModelCard withDgl(DglParts parts) {
    return new ModelCard(
        kind,
        role,
        description,
        licence,
        source,
        weights,
        activation,
        captioner,
        parts,
        defaults,
        learned,
        files);
  }
}
