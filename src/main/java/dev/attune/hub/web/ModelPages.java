package dev.attune.hub.web;

import dev.attune.hub.HubException;
import dev.attune.hub.ModelHub;
import dev.attune.hub.ModelPulls;
import dev.attune.hub.ModelUse;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The models that are here and those that could be, with buttons for both, and the card of one. */
@Controller
@RequestMapping("/models")
class ModelPages {
  private static final String LIST = "redirect:/models";

  private final ModelHub hub;
  private final ModelPulls pulls;
  private final ModelViews views;
  private final ModelUse use;

  ModelPages(ModelHub hub, ModelPulls pulls, ModelViews views, ModelUse use) {
    this.hub = hub;
    this.pulls = pulls;
    this.views = views;
    this.use = use;
  }

  @GetMapping
  String list(HtmxRequest htmx, Model model) {
    model.addAttribute("models", views.local());
    model.addAttribute("available", views.available());
    model.addAttribute("imports", views.imports());
    model.addAttribute("moving", pulls.all().stream().anyMatch(p -> !p.state().finished()));
    return htmx.isHtmxRequest() ? "hub/list :: live" : "hub/list";
  }

  @GetMapping("/{name}")
  String one(@PathVariable String name, Model model) {
    model.addAttribute("card", views.find(name).orElseThrow(() -> HubException.unknown(name)));
    return "hub/one";
  }

  @PostMapping("/{name}/pull")
  String pull(@PathVariable String name, RedirectAttributes flash) {
    return attempt(() -> pulls.start(name), flash);
  }

  @PostMapping("/import")
  String importModel(
      @RequestParam String folder, @RequestParam String name, RedirectAttributes flash) {
    return attempt(() -> pulls.startImport(folder.strip(), name.strip()), flash);
  }

  /** An import that a stop of the application cut off is told of on the page. */
  @EventListener(ApplicationReadyEvent.class)
  void tellCutOff() {
    pulls.tellCutOff();
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
