package dev.attune.method.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.attune.method.options.ModelName;
import dev.attune.method.options.Named;
import dev.attune.method.options.Prominent;
import dev.attune.method.options.PromptTexts;
import dev.attune.method.options.UpToCandidates;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One value of a record of options.
 *
 * @param name as JSON has it, such as {@code momentum.tau}
 * @param path of record components, which has the unwrapped groups too: {@code tower.batchNorm}
 * @param optional whether there may be none
 */
public record Leaf(String name, String path, Field field, boolean optional) {

  /** Its type; of a list the type is {@link List}, and all are texts. */
  public Class<?> type() {
    return field.getType();
  }

  public boolean isList() {
    return type() == List.class;
  }

  public boolean isChoice() {
    return type().isEnum() || isTruth();
  }

  public boolean isTruth() {
    return type() == boolean.class || type() == Boolean.class;
  }

  public boolean isWhole() {
    return type() == int.class || type() == long.class || type() == Integer.class;
  }

  public boolean isNumber() {
    return isWhole() || type() == double.class || type() == Double.class;
  }

  /** What it is called on pages. */
  public String title() {
    return words().map(Schema::title).orElse("");
  }

  /** What it is, in some words after the title. */
  public String description() {
    return words().map(Schema::description).orElse("");
  }

  private Optional<Schema> words() {
    return annotation(Schema.class);
  }

  /** The names that its value may have; none where it is no choice. */
  public List<String> choices() {
    if (isTruth()) {
      return List.of("true", "false");
    }
    return type().isEnum()
        ? Arrays.stream(type().getEnumConstants()).map(c -> choice((Enum<?>) c)).toList()
        : List.of();
  }

  /** The name of an enum's constant in JSON. */
  public static String choice(Enum<?> constant) {
    try {
      JsonProperty named =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
      return named == null
          ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
          : named.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum has its constants", e);
    }
  }

  /** Its option on the command line, such as {@code --learning-rate}. */
  public String flag() {
    String given = annotation(Named.class).map(Named::flag).orElse("");
    String own = name.replace('.', '-').replaceAll("([a-z])([A-Z])", "$1-$2");
    return "--" + (given.isEmpty() ? own.toLowerCase(Locale.ROOT) : given);
  }

  /** Its name in a request about one picture. */
  public String interactiveName() {
    String given = annotation(Named.class).map(Named::field).orElse("");
    return given.isEmpty() ? name.substring(name.lastIndexOf('.') + 1) : given;
  }

  /** The largest that one person may ask for on one picture. */
  public int maxInteractive() {
    return annotation(Whole.class).map(Whole::maxInteractive).orElse(Integer.MAX_VALUE);
  }

  /** The smallest, for messages. */
  public int min() {
    return annotation(Whole.class).map(Whole::min).orElse(0);
  }

  /** Whether it holds prompts of classes. */
  public boolean isPrompts() {
    return annotation(PromptTexts.class).isPresent();
  }

  /** The kind of model that it names; empty where it names none. */
  public Optional<String> modelKind() {
    return annotation(ModelName.class).map(ModelName::value);
  }

  /** Whether it is at most the number of candidates. */
  public boolean upToCandidates() {
    return annotation(UpToCandidates.class).isPresent();
  }

  /** Whether a form about one picture shows it at once. */
  public boolean isProminent() {
    return annotation(Prominent.class).isPresent();
  }

  private <A extends Annotation> Optional<A> annotation(Class<A> type) {
    return Optional.ofNullable(field.getAnnotation(type));
  }

  /** Its value as pages show it. */
  public String shown(@Nullable Object value) {
    if (value == null) {
      return annotation(PromptTexts.class).map(PromptTexts::absent).orElse("none");
    }
    if (value instanceof Boolean b) {
      return b ? "yes" : "no";
    }
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "none"
          : String.join(isPrompts() ? " | " : ", ", list.stream().map(String::valueOf).toList());
    }
    return value instanceof Enum<?> e ? choice(e) : String.valueOf(value);
  }
}
