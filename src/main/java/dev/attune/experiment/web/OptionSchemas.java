package dev.attune.experiment.web;

import dev.attune.method.Method;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.spec.Methods;
import dev.attune.spec.ValueSchemas;
import dev.attune.task.training.Trainer;
import dev.attune.task.training.Trainers;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the API's description which values each method and each trainer takes. */
@Component
final class OptionSchemas implements OpenApiCustomizer {
  private static final String REFERENCE = "#/components/schemas/";

  private final Methods methods;
  private final Trainers trainers;

  OptionSchemas(Methods methods, Trainers trainers) {
    this.methods = methods;
    this.trainers = trainers;
  }

  @Override
  public void customise(OpenAPI api) {
    Map<String, Schema> schemas = api.getComponents().getSchemas();
    Schema<?> request = schemas.get("ExperimentRequest");
    if (request == null) {
      return; // of a group of addresses that has no experiments
    }
    List<Schema<?>> ofMethods = new ArrayList<>();
    for (Method<?> method : methods.list()) {
      ofMethods.add(add(schemas, "method-", method.id(), method.description(), method.options()));
    }
    List<Schema<?>> ofTrainers = new ArrayList<>();
    for (Trainer<?> trainer : trainers.list()) {
      ofTrainers.add(
          add(schemas, "training-", trainer.id(), trainer.description(), trainer.options()));
    }
    request.addProperty("method", oneOf(ofMethods));
    request.addProperty("training", oneOf(ofTrainers));
  }

  /** One of all; or values alone, of what the preset names; or nothing. */
  private static Schema<?> oneOf(List<Schema<?>> all) {
    Schema<?> one = new JsonSchema();
    all.forEach(one::addOneOfItem);
    Schema<?> ofPreset =
        ValueSchemas.typed("object").description("values of what the preset names");
    ofPreset.setNot(new JsonSchema().addRequiredItem("type"));
    one.addOneOfItem(ofPreset);
    one.addOneOfItem(ValueSchemas.typed("null"));
    return one;
  }

  /** Adds the schema of some options, and gives a reference to it. */
  private static Schema<?> add(
      Map<String, Schema> schemas,
      String prefix,
      String id,
      String description,
      Class<? extends Record> options) {
    Schema<?> schema = ValueSchemas.object().description(description);
    schema.addProperty("type", ValueSchemas.typed("string")._const(id));
    schema.addRequiredItem("type");
    OptionSchema known = OptionSchema.of(options);
    for (Leaf leaf : known.leaves()) {
      String[] path = leaf.name().split("\\.");
      Schema<?> at = schema;
      for (int i = 0; i < path.length - 1; i++) {
        at = within(at, path[i]);
      }
      at.addProperty(path[path.length - 1], of(leaf));
    }
    known.optionalGroups().forEach(group -> maybeOff(schema, group.name().split("\\.")));
    schemas.put(prefix + id, schema);
    return new JsonSchema().$ref(REFERENCE + prefix + id);
  }

  /** The object of a name in another; a new one where there is none. */
  private static Schema<?> within(Schema<?> outer, String name) {
    Schema<?> known = outer.getProperties().get(name);
    if (known != null) {
      return known;
    }
    Schema<?> group = ValueSchemas.object();
    outer.addProperty(name, group);
    return group;
  }

  /** A group that may be absent can be switched off. */
  private static void maybeOff(Schema<?> outer, String[] path) {
    Schema<?> at = outer;
    for (int i = 0; i < path.length - 1; i++) {
      at = within(at, path[i]);
    }
    String name = path[path.length - 1];
    Schema<?> either = orOff(within(at, name));
    either.addAnyOfItem(ValueSchemas.typed("null"));
    at.addProperty(name, either);
  }

  private static Schema<?> orOff(Schema<?> schema) {
    Schema<?> either = new JsonSchema();
    either.addAnyOfItem(schema);
    either.addAnyOfItem(ValueSchemas.typed("boolean")._const(false));
    return either;
  }

  /** A value, or null, which is as if it were not there. */
  private static Schema<?> of(Leaf leaf) {
    Schema<Object> schema = ValueSchemas.of(leaf, false);
    schema.addType("null");
    if (schema.getEnum() != null) {
      schema.getEnum().add(null);
    }
    return leaf.optional() ? orOff(schema) : schema;
  }
}
