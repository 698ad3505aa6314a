package dev.attune.web.openapi;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.attune.spec.ValueSchemas;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes records as they are in JSON: what may be null, by {@link Nullable}; what may be absent,
 * by {@link JsonInclude}; all else is always there.
 */
@Component
final class RecordSchemas implements ModelConverter, SmartInitializingSingleton {
  private static final String COMPONENTS = "#/components/schemas/";
  private static final TypeFactory TYPES = TypeFactory.defaultInstance();

  /** Which record has a name. */
  private final Map<String, JavaType> named = new ConcurrentHashMap<>();

  /** Before all others, of which some look into types that they cannot read. */
  @Override
  public void afterSingletonsInstantiated() {
    ModelConverters all = ModelConverters.getInstance(true);
    all.removeConverter(this);
    all.addConverter(this);
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType java = TYPES.constructType(type.getType());
    if (java.hasRawClass(ObjectNode.class)) {
      return ValueSchemas.typed("object");
    }
    if (java.hasRawClass(Object.class) || java.isTypeOrSubTypeOf(JsonNode.class)) {
      return new JsonSchema();
    }
    if (!java.getRawClass().isRecord()) {
      return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    }
    String name = name(java);
    JavaType other = named.putIfAbsent(name, java);
    if (other != null && !other.equals(java)) {
      throw new IllegalStateException("%s and %s have one name".formatted(java, other));
    }
    if (!context.getDefinedModels().containsKey(name)) {
      Schema<?> model = ValueSchemas.typed("object");
      context.defineModel(name, model); // before its parts, which may hold it
      describe(java, model, context);
    }
    return new JsonSchema().$ref(COMPONENTS + name);
  }

  /** {@code ResultPageExperimentView}, {@code EpisodeAnswer}: a part of a record is named by it. */
  private static String name(JavaType type) {
    Class<?> raw = type.getRawClass();
    var given = raw.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
    if (given != null && !given.name().isEmpty()) {
      return given.name();
    }
    Class<?> outer = raw.getDeclaringClass();
    StringBuilder name = new StringBuilder(raw.getSimpleName());
    if (outer != null && outer.isRecord()) {
      name.insert(0, outer.getSimpleName());
    }
    type.getBindings().getTypeParameters().forEach(p -> name.append(name(p)));
    return name.toString();
  }

  private static void describe(JavaType type, Schema<?> model, ModelConverterContext context) {
    Class<?> raw = type.getRawClass();
    JsonInclude ofAll = raw.getAnnotation(JsonInclude.class);
    for (RecordComponent component : raw.getRecordComponents()) {
      Field field = field(raw, component.getName());
      add(
          model,
          component.getName(),
          field,
          field.getAnnotatedType(),
          resolved(type, field.getGenericType()),
          ofAll,
          context);
    }
    for (Method method : raw.getDeclaredMethods()) {
      if (method.isAnnotationPresent(JsonProperty.class)
          && Arrays.stream(raw.getRecordComponents())
              .noneMatch(c -> c.getAccessor().equals(method))) {
        add(
            model,
            method.getName(),
            method,
            method.getAnnotatedReturnType(),
            resolved(type, method.getGenericReturnType()),
            ofAll,
            context);
      }
    }
  }

  private static Field field(Class<?> raw, String name) {
    try {
      return raw.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a record has a field for each component", e);
    }
  }

  private static JavaType resolved(JavaType owner, Type type) {
    return TYPES.resolveMemberType(type, owner.getBindings());
  }

  private static void add(
      Schema<?> model,
      String name,
      AnnotatedElement element,
      AnnotatedElement typeUse,
      JavaType type,
      @Nullable JsonInclude ofAll,
      ModelConverterContext context) {
    if (element.isAnnotationPresent(JsonIgnore.class)) {
      return;
    }
    JsonProperty given = element.getAnnotation(JsonProperty.class);
    var words = element.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
    String shown =
        given != null && !given.value().isEmpty()
            ? given.value()
            : words != null && !words.name().isEmpty() ? words.name() : name;
    JsonInclude own = element.getAnnotation(JsonInclude.class);
    JsonInclude included = own == null ? ofAll : own;
    Include when = included == null ? Include.ALWAYS : included.value();
    boolean needed = words != null && words.requiredMode() == RequiredMode.REQUIRED;
    boolean nullable = typeUse.isAnnotationPresent(Nullable.class) && !needed;
    Schema<?> schema = schema(type, element, words, context);
    if (nullable && when == Include.ALWAYS) {
      schema = orNull(schema);
    }
    model.addProperty(shown, schema);
    boolean there =
        when == Include.ALWAYS || (when == Include.NON_EMPTY && type.getRawClass().isPrimitive());
    if (!nullable && (there || when == Include.NON_NULL)) {
      model.addRequiredItem(shown);
    }
  }

  private static Schema<?> schema(
      JavaType type,
      AnnotatedElement element,
      io.swagger.v3.oas.annotations.media.@Nullable Schema words,
      ModelConverterContext context) {
    ArraySchema array = element.getAnnotation(ArraySchema.class);
    if (array != null) {
      Schema<Object> list = ValueSchemas.typed("array");
      list.setDescription(array.arraySchema().description());
      list.setItems(of(array.schema().implementation(), null, context));
      return list;
    }
    if (words == null) {
      return of(type, null, context);
    }
    Schema<?> schema;
    if (words.oneOf().length > 0) {
      schema = new JsonSchema();
      for (Class<?> one : words.oneOf()) {
        schema.addOneOfItem(of(one, null, context));
      }
    } else {
      schema =
          of(
              words.implementation() == Void.class ? type : words.implementation(),
              element,
              context);
    }
    if (!words.description().isEmpty()) {
      schema.setDescription(words.description());
    }
    if (!words.example().isEmpty()) { // the engine of annotations would leave a number a text
      boolean whole = schema.getTypes() != null && schema.getTypes().contains("integer");
      schema.setExample(whole ? Long.valueOf(words.example()) : words.example());
    }
    return schema;
  }

  private static Schema<?> of(
      Type type, @Nullable AnnotatedElement element, ModelConverterContext context) {
    AnnotatedType asked = new AnnotatedType(type).resolveAsRef(true);
    if (element != null) {
      asked.ctxAnnotations(element.getAnnotations());
    }
    // one for each place: the context gives the same object for the same type
    Schema<?> found = AnnotationsUtils.clone(context.resolve(asked), true);
    if (found.getTypes() == null && found.getType() != null) {
      found.addType(found.getType());
    }
    return found;
  }

  /** The same, or null. */
  private static Schema<?> orNull(Schema<?> schema) {
    if (schema.get$ref() != null || schema.getOneOf() != null) {
      Schema<?> either = new JsonSchema();
      List<Schema> both = new ArrayList<>(List.of(schema, ValueSchemas.typed("null")));
      either.setAnyOf(both);
      return either;
    }
    if (schema.getTypes() != null) {
      schema.addType("null");
      if (schema.getEnum() != null) {
        schema.getEnum().add(null);
      }
    }
    return schema;
  }
}
