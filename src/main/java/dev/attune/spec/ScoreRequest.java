package dev.attune.spec;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Captions that were made elsewhere, to be measured.
 *
 * @param captions in COCO's result format
 * @param dataset a registered or built-in set whose captions are the references
 * @param annotations instead of a set: COCO's annotations, with {@code images} and {@code
 *     annotations}
 * @param judge an encoder, for CLIPScore
 */
public record ScoreRequest(
    @ArraySchema(
            schema = @Schema(implementation = Caption.class),
            arraySchema = @Schema(description = "in COCO's result format"))
        @Nullable JsonNode captions,
    @Schema(description = "a data set whose captions are the references") @Nullable String dataset,
    @Schema(
            implementation = Annotations.class,
            description = "COCO's annotations as the references, in the place of a data set")
        @Nullable JsonNode annotations,
    @Schema(description = "an encoder, for CLIPScore; of a data set's pictures only")
        @Nullable String judge) {

  /** A null of JSON is as if it were not there. */
  public ScoreRequest {
    captions = captions == null || captions.isNull() ? null : captions;
    annotations = annotations == null || annotations.isNull() ? null : annotations;
  }

  /** An item of COCO's results, and of its annotations. */
  record Caption(
      @Schema(
              name = "image_id",
              description =
                  "of the annotations; or of a data set the sample's id, its file's name without"
                      + " folders, or without its end, or the number at that name's end",
              oneOf = {String.class, Integer.class})
          JsonNode imageId,
      String caption) {}

  /** COCO's annotations; what else they have is not looked at. */
  record Annotations(List<Image> images, List<Caption> annotations) {}

  /** An image of COCO's annotations. */
  record Image(
      @Schema(oneOf = {String.class, Integer.class}) JsonNode id,
      @Schema(name = "file_name") String fileName) {}
}
