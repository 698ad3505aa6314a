package dev.attune.leaderboard.web;

import dev.attune.leaderboard.Leaderboard;
import dev.attune.leaderboard.LeaderboardSummary;
import dev.attune.leaderboard.Leaderboards;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/leaderboards")
@Tag(name = "leaderboards")
class LeaderboardController {
  private final Leaderboards leaderboards;

  LeaderboardController(Leaderboards leaderboards) {
    this.leaderboards = leaderboards;
  }

  @GetMapping
  @Operation(summary = "The data sets that have a completed run, each with its best")
  List<LeaderboardSummary> list() {
    return leaderboards.list();
  }

  @GetMapping("/{task}/{dataset}")
  @Operation(summary = "The best completed run of each model, method and preset on a data set")
  Leaderboard one(
      @PathVariable String task,
      @PathVariable String dataset,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    return leaderboards.find(task, dataset, page, size).orElseThrow(() -> notFound(task, dataset));
  }

  static ResponseStatusException notFound(String task, String dataset) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no data set %s for %s.".formatted(dataset, task));
  }
}
