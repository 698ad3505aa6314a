package dev.attune.spec;

import dev.attune.method.options.Rate;
import dev.attune.method.options.Share;
import dev.attune.method.options.Whole;
import dev.attune.method.schema.Leaf;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Describes a method's values by what their components say: type, words, limits, choices. */
public final class ValueSchemas {
  private ValueSchemas() {}

  /** An empty schema of a type, or of several. */
  @SuppressWarnings("unchecked") // a schema of any type
  public static Schema<Object> typed(String... types) {
    Schema<Object> schema = new JsonSchema();
    Arrays.stream(types).forEach(schema::addType);
    return schema;
  }

  /** The schema of a parameter, not shared with others of its type, or null where it has none. */
  @SuppressWarnings("unchecked") // a schema of any type
  public static @Nullable Schema<Object> own(@Nullable Parameter parameter) {
    if (parameter == null || parameter.getSchema() == null) {
      return null;
    }
    Schema<Object> own = AnnotationsUtils.clone(parameter.getSchema(), true);
    parameter.setSchema(own);
    return own;
  }

  /** An object that has the properties it will be given, and no others. */
  public static Schema<Object> object() {
    Schema<Object> object = typed("object");
    object.setAdditionalProperties(false);
    return object;
  }

  /**
   * The schema of a value that is there.
   *
   * @param interactive whether it is asked for one picture: then some limits are narrower
   */
  public static Schema<Object> of(Leaf leaf, boolean interactive) {
    Schema<Object> schema;
    if (leaf.isList()) {
      schema = leaf.isPrompts() ? typed("array", "string") : typed("array");
      schema.setItems(typed("string"));
    } else if (leaf.isTruth()) {
      schema = typed("boolean");
    } else if (leaf.isNumber()) {
      schema = typed(leaf.isWhole() ? "integer" : "number");
      limit(schema, leaf, interactive);
    } else {
      schema = typed("string");
      leaf.choices().forEach(schema::addEnumItemObject);
    }
    schema.title(leaf.title()).description(leaf.description());
    return schema;
  }

  private static void limit(Schema<?> number, Leaf leaf, boolean interactive) {
    Whole whole = leaf.field().getAnnotation(Whole.class);
    if (whole != null) {
      int max = interactive ? Math.min(whole.max(), whole.maxInteractive()) : whole.max();
      number.setMinimum(BigDecimal.valueOf(whole.min()));
      number.setMaximum(BigDecimal.valueOf(max));
    }
    Rate rate = leaf.field().getAnnotation(Rate.class);
    if (rate != null) {
      number.setMinimum(BigDecimal.ZERO);
      if (Double.isFinite(rate.below())) {
        number.setExclusiveMaximumValue(BigDecimal.valueOf(rate.below()));
      }
    }
    if (leaf.field().isAnnotationPresent(Share.class)) {
      number.setExclusiveMinimumValue(BigDecimal.ZERO);
      number.setMaximum(BigDecimal.ONE);
    }
  }
}
