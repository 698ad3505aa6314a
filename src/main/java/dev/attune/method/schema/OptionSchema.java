package dev.attune.method.schema;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.PromptTexts;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The values of a record of options, read off its components and their annotations. */
public final class OptionSchema {
  private static final Map<Class<?>, OptionSchema> KNOWN = new ConcurrentHashMap<>();

  private final Class<? extends Record> type;
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  /**
   * A record within the options.
   *
   * @param name as JSON has it, empty for one whose values stand among the others
   * @param prefix of its values' names in JSON
   * @param path of record components
   */
  public record Group(
      String name, String prefix, String path, Class<? extends Record> type, boolean optional) {

    /** Its defaults: what its constructor without arguments makes. */
    public Record defaults() {
      try {
        return type.getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            type.getName() + " may be absent and has no constructor of its defaults", e);
      }
    }
  }

  private OptionSchema(Class<? extends Record> type) {
    this.type = type;
    groups.add(new Group("", "", "", type, false));
    read(type, "", "", false);
  }

  /**
   * The schema of a type.
   *
   * @throws IllegalArgumentException when its values do not say all that they must
   */
  public static OptionSchema of(Class<? extends Record> type) {
    OptionSchema known = KNOWN.get(type);
    if (known == null) {
      known = new OptionSchema(type);
      known.verify();
      KNOWN.put(type, known);
    }
    return known;
  }

  private void read(Class<? extends Record> record, String prefix, String path, boolean optional) {
    for (RecordComponent component : record.getRecordComponents()) {
      Field field = field(record, component.getName());
      if (isOfClasses(field) && !PromptSpec.Prompting.class.isAssignableFrom(type)) {
        continue; // a search has no classes, and shares the group with methods that do
      }
      String name = prefix + component.getName();
      String below = path + component.getName();
      boolean nullable = isNullable(field);
      if (component.getType().isRecord()) {
        Class<? extends Record> group = component.getType().asSubclass(Record.class);
        boolean unwrapped = field.isAnnotationPresent(JsonUnwrapped.class);
        String inner = unwrapped ? prefix : name + ".";
        groups.add(new Group(unwrapped ? "" : name, inner, below, group, nullable));
        read(group, inner, below + ".", optional || nullable);
      } else {
        leaves.add(new Leaf(name, below, field, nullable));
      }
    }
  }

  private static Field field(Class<?> record, String name) {
    try {
      Field field = record.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a record has a field for each component", e);
    }
  }

  private static boolean isOfClasses(Field field) {
    PromptTexts texts = field.getAnnotation(PromptTexts.class);
    return texts != null && texts.ofClasses();
  }

  private static boolean isNullable(Field field) {
    return Arrays.stream(field.getAnnotatedType().getAnnotations())
        .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
  }

  private void verify() {
    Set<String> names = new HashSet<>();
    Set<String> flags = new HashSet<>();
    Set<String> fields = new HashSet<>();
    for (Leaf leaf : leaves) {
      require(names.add(leaf.name()), leaf, "stands there twice");
      require(flags.add(leaf.flag()), leaf, "has the flag of another: " + leaf.flag());
      require(fields.add(leaf.interactiveName()), leaf, "has another's field name");
      require(!leaf.title().isEmpty() && !leaf.description().isEmpty(), leaf, "has no words");
      require(
          leaf.isChoice() || leaf.isNumber() || leaf.isList() || leaf.type() == String.class,
          leaf,
          "is of a type that no form can show");
      require(!leaf.isNumber() || isLimited(leaf.field()), leaf, "is a number without limits");
    }
    groups.stream().filter(Group::optional).forEach(Group::defaults);
  }

  private static boolean isLimited(Field field) {
    return Arrays.stream(field.getAnnotations())
        .anyMatch(a -> a.annotationType().isAnnotationPresent(jakarta.validation.Constraint.class));
  }

  private void require(boolean holds, Leaf leaf, String message) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: %s %s".formatted(type.getName(), leaf.name(), message));
    }
  }

  /** All values, in the order of the record. */
  public List<Leaf> leaves() {
    return leaves;
  }

  /** The value of a name. */
  public Optional<Leaf> leaf(String name) {
    return leaves.stream().filter(l -> l.name().equals(name)).findFirst();
  }

  /** All records within, the whole first. */
  public List<Group> groups() {
    return groups;
  }

  /** The groups that may be absent. */
  public List<Group> optionalGroups() {
    return groups.stream().filter(Group::optional).toList();
  }

  /** A value of options; null where there is none. */
  public static @Nullable Object value(Record options, Leaf leaf) {
    return at(options, leaf.path());
  }

  /** Hands every group that is there to a consumer. */
  public void forEachGroup(Record options, BiConsumer<Group, Record> consumer) {
    for (Group group : groups) {
      if (at(options, group.path()) instanceof Record there) {
        consumer.accept(group, there);
      }
    }
  }

  private static @Nullable Object at(Record options, String path) {
    Object value = options;
    for (String part : path.isEmpty() ? new String[0] : path.split("\\.")) {
      if (value == null) {
        return null;
      }
      try {
        value = field(value.getClass(), part).get(value);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("it was made accessible", e);
      }
    }
    return value;
  }

  /** The static methods of its groups that derive what follows from what was given. */
  public List<Method> settlers(Group group) {
    return Arrays.stream(group.type().getDeclaredMethods())
        .filter(m -> m.getName().equals("settle") && Modifier.isStatic(m.getModifiers()))
        .toList();
  }

  /** Calls a method that throws nothing checked. */
  public static void call(Method method, Object argument) {
    try {
      method.invoke(null, argument);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(method + " cannot be called", e);
    }
  }
}
