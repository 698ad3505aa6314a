package dev.attune.hub.web;

import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/models")
@Tag(name = "models")
class ModelController {
  private final ModelCatalog models;

  ModelController(ModelCatalog models) {
    this.models = models;
  }

  static ResponseStatusException notFound(String name) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no model %s.".formatted(name));
  }

  @GetMapping
  @Operation(summary = "The models this installation has")
  List<ModelInfo> list() {
    return models.list();
  }

  @GetMapping("/{name}")
  @Operation(summary = "One model's card")
  ModelInfo one(@PathVariable String name) {
    return models.find(name).orElseThrow(() -> notFound(name));
  }
}
