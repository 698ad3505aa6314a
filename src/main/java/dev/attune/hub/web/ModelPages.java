package dev.attune.hub.web;

import dev.attune.hub.ModelCatalog;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The models, and the card of one. */
@Controller
@RequestMapping("/models")
class ModelPages {
  private final ModelCatalog models;

  ModelPages(ModelCatalog models) {
    this.models = models;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute("models", models.list());
    return "hub/list";
  }

  @GetMapping("/{name}")
  String one(@PathVariable String name, Model model) {
    model.addAttribute("card", models.find(name).orElseThrow(() -> ModelController.notFound(name)));
    return "hub/one";
  }
}
