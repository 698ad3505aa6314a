package dev.attune.hub;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.attune.encoder.ModelFiles;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Set;

/** What a model is, and so how its files are read; see {@link ModelKinds}. */
public sealed interface ModelKind
    permits EncoderKind,
        DglKind,
        LanguageModelKind,
        CaptionerKind,
        ContextVectorsKind,
        MemoryKind,
        UnknownKind {

  /** What any family of encoders is, where one is asked for. */
  String ENCODER = "encoder";

  /** What brings videos and texts into one space, where one is asked for. */
  String VIDEO_ENCODER = "video-encoder";

  /** Its name in models' cards, in the API and on the command line, such as {@code clip}. */
  @JsonValue
  String name();

  /** Names of the files beside the weights that it may read; they belong to its models. */
  default Set<String> fileNames() {
    return Set.of();
  }

  /**
   * Checks that a model can be loaded, and reads no tensor.
   *
   * @return names of the files beside the weights that decide its numbers
   * @throws WeightsException that names the file at fault
   */
  default List<String> inspect(ModelFiles files) {
    files.open().close();
    return List.of();
  }

  /**
   * A model's tensors by the names that its parameters have once it is loaded; the caller closes
   * them.
   *
   * @throws WeightsException that names the file at fault
   */
  default TensorSource tensors(ModelFiles files) {
    return files.open();
  }

  /**
   * A model's tokeniser.
   *
   * @return the text of a {@code tokenizer.json}, composed where there are only its parts
   * @throws WeightsException when there is none, or it is broken
   */
  default byte[] tokenizer(ModelFiles files) {
    throw new WeightsException("tokenizer.json", "is nothing that a %s has".formatted(name()));
  }

  /** Whether it puts pictures and texts into one space. */
  default boolean isEncoder() {
    return this instanceof EncoderKind;
  }

  /** Whether it puts videos and texts into one space: an encoder does, frame by frame. */
  default boolean readsVideos() {
    return isEncoder();
  }

  /**
   * Whether a model of this kind serves where one is asked for.
   *
   * @param wanted a kind's name, {@link #ENCODER} or {@link #VIDEO_ENCODER}
   */
  default boolean is(String wanted) {
    return switch (wanted) {
      case ENCODER -> isEncoder();
      case VIDEO_ENCODER -> readsVideos();
      default -> wanted.equals(name());
    };
  }
}
