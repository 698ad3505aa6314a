package dev.attune.hub.web;

import dev.attune.hub.HubException;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelPulls;
import dev.attune.hub.ModelUse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of models: what is here, what could be, and buttons for both. */
@Controller
@RequestMapping("/models")
class ModelPageController {
  private static final String LIST = "redirect:/models";

  private final ModelHub hub;
  private final ModelPulls pulls;
  private final ModelViews views;
  private final ModelUse use;

  ModelPageController(ModelHub hub, ModelPulls pulls, ModelViews views, ModelUse use) {
    this.hub = hub;
    this.pulls = pulls;
    this.views = views;
    this.use = use;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute("local", views.local());
    model.addAttribute("available", views.available());
    return "hub/models";
  }

  /** The part of the page that is asked for again while models arrive. */
  @GetMapping("/available")
  String available(Model model) {
    model.addAttribute("available", views.available());
    return "hub/models :: available";
  }

  @PostMapping("/{name}/pull")
  String pull(@PathVariable String name, RedirectAttributes flash) {
    return attempt(() -> pulls.start(name), flash);
  }

  @PostMapping("/{name}/cancel")
  String cancel(@PathVariable String name, RedirectAttributes flash) {
    return attempt(() -> pulls.cancel(name), flash);
  }

  @PostMapping("/{name}/remove")
  String remove(@PathVariable String name, RedirectAttributes flash) {
    return attempt(() -> hub.remove(name, use), flash);
  }

  private static String attempt(Runnable action, RedirectAttributes flash) {
    try {
      action.run();
    } catch (HubException e) {
      flash.addFlashAttribute("problem", e.getMessage());
    }
    return LIST;
  }
}
