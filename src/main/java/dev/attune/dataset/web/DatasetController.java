package dev.attune.dataset.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.task.Tasks;
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
@RequestMapping("/api/datasets")
@Tag(name = "datasets")
class DatasetController {
  private final DatasetCatalog datasets;
  private final RegisteredDatasets registered;
  private final Registrations registrations;
  private final Tasks tasks;

  DatasetController(
      DatasetCatalog datasets,
      RegisteredDatasets registered,
      Registrations registrations,
      Tasks tasks) {
    this.datasets = datasets;
    this.registered = registered;
    this.registrations = registrations;
    this.tasks = tasks;
  }

  static ResponseStatusException notFound(String name) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no data set %s.".formatted(name));
  }

  @GetMapping
  @Operation(summary = "The data sets this installation knows")
  List<DatasetSummary> list() {
    return datasets.list().stream().map(i -> DatasetSummary.of(i, tasks)).toList();
  }

  @GetMapping("/{name}")
  @Operation(summary = "One data set, or how far its registration is")
  DatasetView one(@PathVariable String name) {
    return datasets
        .find(name)
        .map(
            i ->
                DatasetView.of(
                    DatasetSummary.of(i, tasks), registered.registration(name).orElse(null)))
        .or(() -> registrations.state(name).map(DatasetView::of))
        .orElseThrow(() -> notFound(name));
  }
}
