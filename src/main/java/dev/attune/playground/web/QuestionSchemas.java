package dev.attune.playground.web;

import dev.attune.method.schema.Leaf;
import dev.attune.playground.Desk;
import dev.attune.playground.Playground;
import dev.attune.spec.OptionForm;
import dev.attune.spec.ValueSchemas;
import dev.attune.task.Asked;
import dev.attune.task.Interactive;
import dev.attune.task.Task;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Says in the API's description what can be asked about a picture or a text. */
@Component
final class QuestionSchemas implements OpenApiCustomizer {
  private final Playground playground;
  private final OptionForm options;
  private final int maxParts;

  QuestionSchemas(
      Playground playground,
      OptionForm options,
      @Value("${server.tomcat.max-part-count:50}") int maxParts) {
    this.maxParts = maxParts;
    this.playground = playground;
    this.options = options;
  }

  @Override
  public void customise(OpenAPI api) {
    for (Desk desk : playground.desks()) {
      PathItem item = api.getPaths().get("/api/" + desk.asks().api());
      if (item != null) {
        describe(desk, item.getPost());
      }
    }
  }

  private void describe(Desk desk, Operation ask) {
    ask.getParameters().removeIf(p -> p.getName().equals("values")); // they are parts of the body
    Content bodies = ask.getRequestBody().required(true).getContent();
    Schema<?> form = question(desk.asks(), false).maxProperties(maxParts);
    for (Task task : desk.tasks()) {
      String part = Playground.asks(task).medium().part();
      form.addProperty(part, ValueSchemas.typed("string").format("binary"));
    }
    bodies.put(
        org.springframework.http.MediaType.MULTIPART_FORM_DATA_VALUE, new MediaType().schema(form));
    MediaType json = bodies.get(org.springframework.http.MediaType.APPLICATION_JSON_VALUE);
    if (json != null) {
      json.setSchema(question(desk.asks(), true));
    }
  }

  /**
   * Its fields, and the values of all methods: which of them count depends on the preset.
   *
   * @param orNull whether null stands for what is not given
   */
  private Schema<?> question(Interactive asks, boolean orNull) {
    Schema<?> question = ValueSchemas.object();
    Map<String, Schema> fields =
        Objects.requireNonNull(
                ModelConverters.getInstance(true)
                    .readAll(new AnnotatedType(Asked.class))
                    .get("Asked"))
            .getProperties();
    asks.fields().stream()
        .sorted()
        .forEach(
            field -> {
              Schema<?> schema = Objects.requireNonNull(fields.get(field));
              if (!orNull) {
                schema.getTypes().remove("null");
              }
              question.addProperty(field, schema);
            });
    for (Map.Entry<String, Leaf> value : options.interactive().entrySet()) {
      Schema<Object> schema = ValueSchemas.of(value.getValue(), true);
      if (orNull) {
        schema.addType("null");
        if (schema.getEnum() != null) {
          schema.getEnum().add(null);
        }
      }
      question.addProperty(value.getKey(), schema);
    }
    return question;
  }
}
