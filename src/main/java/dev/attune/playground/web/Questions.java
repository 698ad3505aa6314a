package dev.attune.playground.web;

import dev.attune.form.Form;
import dev.attune.method.schema.Leaf;
import dev.attune.playground.Desk;
import dev.attune.playground.Playground;
import dev.attune.playground.Session;
import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import dev.attune.spec.OptionForm;
import dev.attune.task.Asked;
import dev.attune.task.Interactive;
import dev.attune.task.Medium;
import dev.attune.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From what a browser or a program sends to a question. */
@Component
class Questions {
  /** The files themselves, and the token of a page's form. */
  private static final Set<String> OTHER_FIELDS = Set.of("image", "video", "_csrf");

  private final Playground playground;

  Questions(Playground playground) {
    this.playground = playground;
  }

  /** The task that a question is for. */
  Task task(Desk desk, MultiValueMap<String, String> given) {
    return playground.task(desk, given.getFirst("dataset"));
  }

  /** The form of a task's question, with values in its fields. */
  Form<Asked> form(MultiValueMap<String, String> values) {
    return new Form<>(Asked.class, new LinkedMultiValueMap<>(values));
  }

  /** The values of the method that a form is about, by their names there. */
  Map<String, Leaf> values(Task task, MultiValueMap<String, String> given) {
    return playground.values(task, form(given).request(), false);
  }

  /**
   * Starts on a question that was sent as a form.
   *
   * @throws InvalidRequestException naming every field that is wrong
   */
  Session start(Desk desk, MultiValueMap<String, String> given, Upload upload) {
    Task task = task(desk, given);
    Medium medium = Playground.asks(task).medium();
    upload.checkOnly(medium);
    Resource file = upload.of(medium);
    Form<Asked> form = form(given);
    Asked asked = form.request();
    Map<String, Leaf> names = playground.readable(task, asked, file != null);
    form.rejectUnknown(known(task, names), OTHER_FIELDS);
    Asked readable = form.request();
    Map<String, List<String>> typed = new LinkedHashMap<>();
    names.forEach(
        (name, leaf) -> {
          if (given.containsKey(name)) {
            typed.put(leaf.name(), given.getOrDefault(name, List.of()));
          }
        });
    ObjectNode values = OptionForm.typed(List.copyOf(names.values()), typed);
    return started(task, readable, values, file, form.problems());
  }

  /** Starts on a question, unless something of it could not even be read: then all is named. */
  private Session started(
      Task task,
      Asked asked,
      ObjectNode values,
      @Nullable Resource file,
      Map<String, String> unreadable) {
    if (unreadable.isEmpty()) {
      return playground.start(task, asked, values, file);
    }
    List<FieldProblem> problems = new ArrayList<>();
    unreadable.forEach((field, message) -> problems.add(new FieldProblem(field, message)));
    throw new InvalidRequestException(problems);
  }

  /**
   * Starts on a question that was sent as JSON.
   *
   * @throws InvalidRequestException naming every field that is wrong
   */
  Session start(Desk desk, ObjectNode body) {
    MultiValueMap<String, String> given = new LinkedMultiValueMap<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : body.properties()) {
      JsonNode value = entry.getValue();
      if (value.isArray() && !value.isEmpty()) {
        value.forEach(v -> given.add(entry.getKey(), v.asString("")));
      } else if (value.isContainer()) {
        unreadable.put(entry.getKey(), "must be one value of its kind");
      } else if (!value.isNull()) {
        given.add(entry.getKey(), value.asString(""));
      }
    }
    Task task = task(desk, given);
    Form<Asked> form = form(given);
    Asked asked = form.request();
    Map<String, Leaf> names = playground.readable(task, asked, false);
    form.rejectUnknown(known(task, names), Set.of());
    unreadable.putAll(form.problems());
    ObjectNode values = body.objectNode();
    names.forEach(
        (name, leaf) -> {
          JsonNode value = body.get(name);
          if (value != null && !unreadable.containsKey(name)) {
            OptionForm.put(values, leaf.name(), value);
          }
        });
    return started(task, form.request(), values, null, unreadable);
  }

  private static Set<String> known(Task task, Map<String, Leaf> names) {
    Interactive asks = Playground.asks(task);
    Set<String> known = new LinkedHashSet<>(asks.fields());
    known.addAll(names.keySet());
    return known;
  }
}
