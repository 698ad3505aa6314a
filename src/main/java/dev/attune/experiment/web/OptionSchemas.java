package dev.attune.experiment.web;

import dev.attune.method.Method;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.spec.Methods;
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

  private static Schema<?> oneOf(List<Schema<?>> all) {
    Schema<?> one = new JsonSchema();
    all.forEach(one::addOneOfItem);
    return one;
  }

  /** Adds the schema of some options, and gives a reference to it. */
  private static Schema<?> add(
      Map<String, Schema> schemas,
      String prefix,
      String id,
      String description,
      Class<? extends Record> options) {
    Schema<?> schema = typed("object").description(description);
    schema.addProperty("type", typed("string")._const(id));
    for (Leaf leaf : OptionSchema.of(options).leaves()) {
      String[] path = leaf.name().split("\\.");
      Schema<?> at = schema;
      for (int i = 0; i < path.length - 1; i++) {
        at = within(at, path[i]);
      }
      at.addProperty(path[path.length - 1], of(leaf));
    }
    schemas.put(prefix + id, schema);
    return new JsonSchema().$ref(REFERENCE + prefix + id);
  }

  /** The object of a name in another; a new one where there is none. */
  private static Schema<?> within(Schema<?> outer, String name) {
    Schema<?> known = outer.getProperties().get(name);
    if (known != null) {
      return known;
    }
    Schema<?> group = typed("object");
    outer.addProperty(name, group);
    return group;
  }

  private static Schema<?> of(Leaf leaf) {
    Schema<?> schema;
    if (leaf.isList()) {
      schema = typed("array");
      schema.setItems(typed("string"));
    } else if (leaf.isTruth()) {
      schema = typed("boolean");
    } else if (leaf.isNumber()) {
      schema = typed(leaf.isWhole() ? "integer" : "number");
    } else {
      Schema<Object> text = typed("string");
      leaf.choices().forEach(text::addEnumItemObject);
      schema = text;
    }
    return schema.title(leaf.title()).description(leaf.description());
  }

  @SuppressWarnings("unchecked") // a schema of any type
  private static Schema<Object> typed(String type) {
    Schema<Object> schema = new JsonSchema();
    schema.addType(type);
    return schema;
  }
}
