package dev.attune.worker.web;

import dev.attune.worker.WorkerView;
import dev.attune.worker.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "workers")
class WorkersController {
  private final Workers workers;

  WorkersController(Workers workers) {
    this.workers = workers;
  }

  @GetMapping("/api/workers")
  @Operation(summary = "The processes that run shards, and what each works on")
  List<WorkerView> list() {
    return workers.list();
  }
}
