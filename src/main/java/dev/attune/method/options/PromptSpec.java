package dev.attune.method.options;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of classes: each class's feature is the mean over its texts' normalised features,
 * normalised again (Radford et al. 2021, CLIP).
 *
 * @param prompts null for {@code a photo of a {}.}
 */
public record PromptSpec(
    @Schema(
            title = "Class prompts",
            description =
                "of the classes, averaged: templates with {} for the name, lists such as clip-7 and"
                    + " clip-80, files of templates or descriptions; usually 'a photo of a {}.'")
        @PromptTexts(absent = TEMPLATE)
        @Nullable List<String> prompts) {

  /** The papers' plain prompt. */
  public static final String TEMPLATE = "a photo of a {}.";

  /** The papers' plain prompt alone. */
  public static final PromptSpec USUAL = new PromptSpec(null);

  private static final List<String> PLAIN = List.of(TEMPLATE);

  /** The plain prompt alone is the same as none. */
  public PromptSpec {
    prompts = prompts == null || prompts.equals(List.of(TEMPLATE)) ? null : List.copyOf(prompts);
  }

  /** What is read: templates, and names of lists and files. */
  public List<String> read() {
    return prompts == null ? PLAIN : prompts;
  }

  /** One that stands in the program, by its name or as a template. */
  public static PromptSpec of(String prompts) {
    return new PromptSpec(List.of(prompts));
  }

  /** What a method's options implement that tells classes apart. */
  public interface Prompting {

    /** What the model reads for the classes: the usual prompt where that is learned. */
    default PromptSpec texts() {
      return USUAL;
    }
  }

  /** What the model of a run reads for classes. */
  public static PromptSpec in(Record options) {
    return options instanceof Prompting p ? p.texts() : USUAL;
  }
}
