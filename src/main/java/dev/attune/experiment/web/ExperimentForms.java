package dev.attune.experiment.web;

import dev.attune.form.Form;
import dev.attune.method.Method;
import dev.attune.method.schema.Leaf;
import dev.attune.spec.ExperimentRequest;
import dev.attune.spec.ExperimentSpec;
import dev.attune.spec.OptionForm;
import dev.attune.spec.Preset;
import dev.attune.spec.Presets;
import dev.attune.spec.Work;
import dev.attune.task.training.Trainers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import tools.jackson.databind.node.ObjectNode;

/** Forms of experiments: what they show of a spec, and the request that they are. */
@Component
class ExperimentForms {
  static final String METHOD = Work.METHOD + ".";
  static final String TRAINING = Work.TRAINING + ".";

  private final OptionForm options;
  private final Presets presets;
  private final Trainers trainers;

  ExperimentForms(OptionForm options, Presets presets, Trainers trainers) {
    this.options = options;
    this.presets = presets;
    this.trainers = trainers;
  }

  /** A form that shows a spec. */
  Form<ExperimentRequest> of(ExperimentSpec spec) {
    Form<ExperimentRequest> form = new Form<>(ExperimentRequest.class, new LinkedMultiValueMap<>());
    form.show("dataset", List.of(spec.dataset()));
    form.show("task", List.of(spec.task()));
    form.show("split", List.of(spec.split()));
    form.show("limit", List.of(Integer.toString(spec.limit())));
    form.show("seed", List.of(Long.toString(spec.seed())));
    form.show("model", List.of(spec.model()));
    show(form, "sample", spec.sample() == null ? null : spec.sample().id());
    show(form, "order", spec.order() == null ? null : spec.order().id());
    show(form, "orderSeed", spec.orderSeed());
    show(form, "orders", spec.orders());
    show(form, "settings", spec.settings() == null ? null : spec.settings().id());
    if (spec.preset() != null) {
      form.show("preset", List.of(spec.preset()));
    }
    ObjectNode values = spec.work().json();
    String prefix = spec.work().key() + ".";
    form.show(prefix + "type", List.of(spec.type()));
    List<OptionForm.Field> fields =
        spec.isTraining() ? options.ofTrainer(spec.type()) : options.ofMethod(spec.type());
    OptionForm.shown(leaves(fields), values)
        .forEach((leaf, texts) -> form.show(prefix + leaf, texts));
    return form;
  }

  private static void show(Form<ExperimentRequest> form, String field, @Nullable Object value) {
    if (value != null) {
      form.show(field, List.of(value.toString()));
    }
  }

  private static List<Leaf> leaves(List<OptionForm.Field> fields) {
    return fields.stream().map(OptionForm.Field::leaf).toList();
  }

  /** The request that was typed; what stands below a method or a training by its values' types. */
  ExperimentRequest request(Form<ExperimentRequest> form, boolean training) {
    ExperimentRequest r = form.request();
    ObjectNode values =
        training
            ? OptionForm.typed(leaves(trainerFields(form)), form.below(TRAINING))
            : OptionForm.typed(leaves(methodFields(form)), form.below(METHOD));
    return new ExperimentRequest(
        r.name(),
        r.preset(),
        r.task(),
        r.dataset(),
        r.split(),
        r.limit(),
        r.seed(),
        r.model(),
        training || values.isEmpty() ? null : values,
        training && !values.isEmpty() ? values : null,
        r.sample(),
        r.order(),
        r.orderSeed(),
        r.orders(),
        r.settings());
  }

  /** The name of the method that a form is about: the one that is chosen, or the preset's. */
  private @Nullable String method(Form<ExperimentRequest> form) {
    return options
        .method(form.value("preset"), form.value(METHOD + "type"))
        .map(Method::id)
        .orElse(null);
  }

  String trainer(Form<ExperimentRequest> form) {
    String chosen = form.value(TRAINING + "type");
    String preset = form.value("preset");
    return chosen.isEmpty()
        ? presets.find(preset).map(Preset::type).orElse(trainers.list().get(0).id())
        : chosen;
  }

  /** The values of the method that a form is about. */
  List<OptionForm.Field> methodFields(Form<ExperimentRequest> form) {
    return options.ofMethod(method(form));
  }

  /** The values of the trainer that a form is about. */
  List<OptionForm.Field> trainerFields(Form<ExperimentRequest> form) {
    return options.ofTrainer(trainer(form));
  }
}
