package dev.attune.dataset.web;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.folder.RegistrationException;
import dev.attune.dataset.folder.RegistrationRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/datasets")
@Tag(name = "datasets")
class DatasetController {
  private final DatasetCatalog datasets;
  private final RegisteredDatasets registered;
  private final Registrations registrations;

  DatasetController(
      DatasetCatalog datasets, RegisteredDatasets registered, Registrations registrations) {
    this.datasets = datasets;
    this.registered = registered;
    this.registrations = registrations;
  }

  /**
   * What to register.
   *
   * @param path a folder below the folder of data sets in Attune's home, relative to it
   */
  record Request(@Nullable String name, @Nullable String layout, @Nullable String path) {}

  @GetMapping
  @Operation(summary = "All data sets, built in and registered")
  List<DatasetInfo> list() {
    return datasets.list();
  }

  @GetMapping("/{name}")
  @Operation(summary = "One data set, or how far its registration is")
  DatasetView get(@PathVariable String name) {
    return datasets
        .find(name)
        .map(info -> DatasetView.of(info, registered.registration(name).orElse(null)))
        .or(() -> registrations.state(name).map(DatasetView::of))
        .orElseThrow(() -> unknown(name));
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Register a folder",
      description =
          "The folder's lists are checked at once, its pictures behind the answer. ImageNet-C gives"
              + " a data set for each corruption and level, called NAME-CORRUPTION-LEVEL.")
  ResponseEntity<List<DatasetView>> register(@RequestBody Request request) {
    List<String> names =
        registrations.submit(
            new RegistrationRequest(
                given("name", request.name()),
                given("layout", request.layout()),
                given("path", request.path()),
                false));
    return ResponseEntity.accepted()
        .location(URI.create("/api/datasets/" + names.get(0)))
        .body(names.stream().map(this::get).toList());
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Forget a registered data set; its pictures stay where they are")
  void delete(@PathVariable String name) {
    if (registered.registration(name).isPresent()) {
      registered.remove(name);
    } else if (datasets.find(name).isPresent()) {
      throw new RegistrationException("name", name + " is built in");
    } else {
      throw unknown(name);
    }
  }

  private static String given(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new RegistrationException(field, "must be given");
    }
    return value;
  }

  private static ResponseStatusException unknown(String name) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no data set %s.".formatted(name));
  }
}
