package dev.attune.home;

import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ListedExperiment;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: what runs, and what came out last. */
@Controller
class HomeController {
  private static final int ACTIVE = 8;
  private static final int LATEST = 10;

  private final ExperimentService experiments;

  HomeController(ExperimentService experiments) {
    this.experiments = experiments;
  }

  @GetMapping("/")
  String home(HtmxRequest htmx, Model model) {
    List<ListedExperiment> active = experiments.active(ACTIVE);
    model.addAttribute("active", active);
    model.addAttribute("moreActive", active.size() == ACTIVE);
    List<ListedExperiment> latest = experiments.latest(LATEST);
    model.addAttribute("latest", latest);
    model.addAttribute(
        "gains", latest.stream().flatMap(e -> e.gains().values().stream().limit(1)).toList());
    return htmx.isHtmxRequest() ? "home :: live" : "home";
  }
}
