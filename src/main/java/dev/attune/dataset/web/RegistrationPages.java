package dev.attune.dataset.web;

import dev.attune.dataset.folder.Layout;
import dev.attune.dataset.folder.RegisteredDatasets;
import dev.attune.dataset.folder.RegistrationException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Registering folders in a browser. No data set's name can begin with an underscore. */
@Controller
@RequestMapping("/datasets/_registrations")
class RegistrationPages {
  private static final String VIEW = "dataset/registrations";
  private static final String HERE = "redirect:/datasets/_registrations";

  private final RegisteredDatasets registered;
  private final Registrations registrations;

  RegistrationPages(RegisteredDatasets registered, Registrations registrations) {
    this.registered = registered;
    this.registrations = registrations;
  }

  @GetMapping
  String show(HtmxRequest htmx, Model model) {
    String view = show(RegistrationController.Request.EMPTY, model);
    return htmx.isHtmxRequest() ? view + " :: live" : view;
  }

  private String show(RegistrationController.Request request, Model model) {
    model.addAttribute("request", request);
    model.addAttribute("layouts", Layout.values());
    model.addAttribute("registrations", registered.registrations());
    List<Registrations.State> unfinished = registrations.states();
    model.addAttribute("unfinished", unfinished);
    model.addAttribute("moving", unfinished.stream().anyMatch(s -> s.error() == null));
    return VIEW;
  }

  @PostMapping
  String register(@ModelAttribute("request") RegistrationController.Request request, Model model) {
    try {
      registrations.submit(request.checked());
      return HERE;
    } catch (RegistrationException e) {
      model.addAttribute("problem", e.field() + ": " + e.getMessage());
      return show(request, model);
    }
  }

  @PostMapping("/remove")
  String remove(@RequestParam String name) {
    registrations.remove(name);
    return HERE;
  }
}
