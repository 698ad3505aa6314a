package dev.attune.hub.web;

import dev.attune.hub.HubException;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelPulls;
import dev.attune.hub.ModelUse;
import dev.attune.hub.PullProgress;
import dev.attune.web.openapi.Answers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/models")
@Tag(name = "models")
class ModelController {
  private final ModelHub hub;
  private final ModelPulls pulls;
  private final ModelViews views;
  private final ModelUse use;

  ModelController(ModelHub hub, ModelPulls pulls, ModelViews views, ModelUse use) {
    this.hub = hub;
    this.pulls = pulls;
    this.views = views;
    this.use = use;
  }

  @GetMapping
  @Operation(
      summary = "The models that are here",
      description = "Broken ones have a problem. available=true adds those that could be had.")
  List<ModelView> list(@RequestParam(defaultValue = "false") boolean available) {
    return available
        ? Stream.concat(views.local().stream(), views.available().stream()).toList()
        : views.local();
  }

  @GetMapping("/{name}")
  @Operation(summary = "One model, here or in the catalogue")
  ModelView get(@PathVariable String name) {
    return views.find(name).orElseThrow(() -> HubException.unknown(name));
  }

  @PostMapping("/{name}/pull")
  @Operation(
      summary = "Download a model of the catalogue in the background",
      description = "A pull that was cut off goes on where it stopped.")
  @Answers({HttpStatus.ACCEPTED, HttpStatus.CONFLICT})
  ResponseEntity<PullProgress> pull(@PathVariable String name) {
    PullProgress begun = pulls.start(name); // first: what is no model's name may be no address
    return ResponseEntity.accepted()
        .location(URI.create("/api/models/%s/pull".formatted(name)))
        .body(begun);
  }

  @GetMapping({"/{name}/pull", "/{name}/import"})
  @Operation(summary = "How the last pull or import of a model stands")
  PullProgress progress(@PathVariable String name) {
    return pulls.progress(name).orElseThrow(() -> HubException.unknown(name));
  }

  @DeleteMapping({"/{name}/pull", "/{name}/import"})
  @Operation(
      summary = "Cancel a pull or an import",
      description = "What has arrived of a pull is kept for the next, and nothing of an import.")
  PullProgress cancel(@PathVariable String name) {
    return pulls.cancel(name);
  }

  @PostMapping(value = "/{name}/import", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Import a model from a folder below attune.home/import in the background",
      description =
          "Names and shapes of its tensors and its tokeniser are looked at before the answer; then"
              + " the folder is copied, and checked as a pulled model is.")
  @Answers({HttpStatus.ACCEPTED, HttpStatus.CONFLICT, HttpStatus.INSUFFICIENT_STORAGE})
  ResponseEntity<PullProgress> importModel(
      @PathVariable String name, @RequestBody ImportRequest request) {
    String folder = request.folder() == null ? "" : request.folder();
    PullProgress begun = pulls.startImport(folder, name);
    return ResponseEntity.accepted()
        .location(URI.create("/api/models/%s/import".formatted(name)))
        .body(begun);
  }

  /**
   * Where to import from.
   *
   * @param folder name of a folder below {@code attune.home/import}
   */
  record ImportRequest(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String folder) {}

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove an installed model that no unfinished experiment uses")
  @Answers(HttpStatus.CONFLICT)
  void remove(@PathVariable String name) {
    hub.remove(name, use);
  }
}
