package dev.attune.dataset.web;

import dev.attune.dataset.folder.CaptionChoice;
import dev.attune.dataset.folder.RegistrationException;
import dev.attune.dataset.folder.RegistrationRequest;
import dev.attune.web.openapi.Answers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/datasets")
@Tag(name = "datasets")
class RegistrationController {
  private final Registrations registrations;

  RegistrationController(Registrations registrations) {
    this.registrations = registrations;
  }

  /**
   * What to register.
   *
   * @param path a folder below the folder of data sets in Attune's home, relative to it
   * @param captionFile of captions: their file, relative to the folder, when it is not the usual
   *     one
   * @param split of the layouts karpathy and lavis, test when it is not given
   * @param domain of the layout nocaps: in, near, out or all
   */
  @Schema(name = "RegistrationRequest")
  record Request(
      @Schema(requiredMode = RequiredMode.REQUIRED, pattern = "^[a-z0-9][a-z0-9._-]{0,99}$")
          @Nullable String name,
      @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String layout,
      @Schema(requiredMode = RequiredMode.REQUIRED, minLength = 1) @Nullable String path,
      @Nullable String captionFile,
      @Nullable String split,
      @Schema(allowableValues = {"in", "near", "out", "all"}) @Nullable String domain) {

    /** Nothing yet. */
    static final Request EMPTY = new Request(null, null, null, null, null, null);

    RegistrationRequest checked() {
      return new RegistrationRequest(
          given("name", name),
          given("layout", layout),
          given("path", path),
          false,
          new CaptionChoice(stripped(captionFile), stripped(split), stripped(domain)));
    }

    private static @Nullable String stripped(@Nullable String value) {
      return value == null || value.isBlank() ? null : value.strip();
    }

    private static String given(String field, @Nullable String value) {
      String given = stripped(value);
      if (given == null) {
        throw new RegistrationException(field, "must be given");
      }
      return given;
    }
  }

  /**
   * What is being registered.
   *
   * @param names of the data sets, one but for ImageNet-C
   */
  record Accepted(List<String> names) {}

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Register a folder",
      description =
          "The folder's lists are checked at once, its pictures after the answer. ImageNet-C gives"
              + " a data set for each corruption and level, called NAME-CORRUPTION-LEVEL. Layouts of"
              + " captions (karpathy, lavis, coco, nocaps, captions, captions-csv) take captionFile,"
              + " split or domain, too.")
  @Answers(HttpStatus.ACCEPTED)
  ResponseEntity<Accepted> register(@RequestBody Request request) {
    List<String> names = registrations.submit(request.checked());
    return ResponseEntity.accepted()
        .location(URI.create("/api/datasets/" + names.get(0)))
        .body(new Accepted(names));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Forget a registered data set, or cancel its registration",
      description = "Its pictures stay where they are.")
  void delete(@PathVariable String name) {
    registrations.remove(name);
  }
}
