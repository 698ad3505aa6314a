package dev.attune.experiment.web;

import dev.attune.experiment.Preset;
import dev.attune.experiment.Presets;
import dev.attune.method.gradient.MethodType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "experiments")
class CatalogController {
  private final Presets presets;

  CatalogController(Presets presets) {
    this.presets = presets;
  }

  @GetMapping("/api/presets")
  @Operation(summary = "Named sets of a method's numbers; a model's card may replace some")
  List<Preset> presets() {
    return presets.list();
  }

  @GetMapping("/api/methods")
  @Operation(summary = "The methods of adaptation")
  List<MethodInfo> methods() {
    return Arrays.stream(MethodType.values())
        .map(type -> new MethodInfo(type.id(), type.description(), type.judged()))
        .toList();
  }

  /**
   * A method.
   *
   * @param judged whether it needs a reward model
   */
  record MethodInfo(String type, String description, boolean judged) {}
}
