package dev.attune.worker.web;

import dev.attune.worker.Workers;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The processes that compute. */
@Controller
class WorkersPage {
  private final Workers workers;

  WorkersPage(Workers workers) {
    this.workers = workers;
  }

  @GetMapping("/workers")
  String list(Model model) {
    model.addAttribute("workers", workers.list());
    return "worker/list";
  }
}
