package dev.attune.leaderboard.web;

import dev.attune.leaderboard.Leaderboard;
import dev.attune.leaderboard.Leaderboards;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The leaderboards, and one of them. */
@Controller
@RequestMapping("/leaderboards")
class LeaderboardPages {
  private static final int SIZE = 50;

  private final Leaderboards leaderboards;

  LeaderboardPages(Leaderboards leaderboards) {
    this.leaderboards = leaderboards;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute("boards", leaderboards.list());
    return "leaderboard/list";
  }

  @GetMapping("/{task}/{dataset}")
  String one(
      @PathVariable String task,
      @PathVariable String dataset,
      @RequestParam(defaultValue = "0") int page,
      Model model) {
    Leaderboard board =
        leaderboards
            .find(task, dataset, page, SIZE)
            .orElseThrow(() -> LeaderboardController.notFound(task, dataset));
    model.addAttribute("board", board);
    // the first metric ranks and has columns of its own
    model.addAttribute(
        "others",
        board.rows().stream()
            .flatMap(r -> r.metrics().keySet().stream())
            .filter(m -> !m.equals(board.metric()))
            .distinct()
            .toList());
    model.addAttribute("gains", board.rows().stream().map(Leaderboard.Row::gain).toList());
    return "leaderboard/one";
  }
}
