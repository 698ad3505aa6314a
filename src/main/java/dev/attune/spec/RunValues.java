package dev.attune.spec;

import dev.attune.method.Chosen;
import dev.attune.method.Method;
import dev.attune.task.Order;
import dev.attune.task.SampleStream;
import dev.attune.task.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values of an adaptation that are no method's: which samples are run, in which order, and
 * whose settings they begin with. How they are asked for, kept and shown.
 */
final class RunValues {
  private static final String SAMPLE = "sample";
  private static final String ORDER = "order";
  private static final String ORDER_SEED = "orderSeed";
  private static final String ORDERS = "orders";
  private static final String SETTINGS = "settings";

  /** Of all values, as requests and specs have them. */
  static final List<String> NAMES = List.of(SAMPLE, ORDER, ORDER_SEED, ORDERS, SETTINGS);

  private RunValues() {}

  /** The names of those that a request gives. */
  static Set<String> given(ExperimentRequest request) {
    Set<String> given = new LinkedHashSet<>(NAMES);
    given.removeIf(
        name ->
            switch (name) {
              case SAMPLE -> request.sample() == null;
              case ORDER -> request.order() == null;
              case ORDER_SEED -> request.orderSeed() == null;
              case ORDERS -> request.orders() == null;
              default -> request.settings() == null;
            });
    return given;
  }

  /** Checks each for itself; a training has none. */
  static void check(ExperimentRequest request, boolean training, Problems problems) {
    if (training) {
      given(request).forEach(name -> problems.add(name, "is for adaptations"));
      return;
    }
    check(SAMPLE, request.sample(), names(Sampling.values(), Sampling::id), problems);
    check(ORDER, request.order(), names(Order.values(), Order::id), problems);
    check(SETTINGS, request.settings(), names(Settings.values(), Settings::id), problems);
    problems.addUnless(
        request.orders() == null
            || (request.orders() >= 1 && request.orders() <= SampleStream.MAX_ORDERS),
        ORDERS,
        "must be 1 to " + SampleStream.MAX_ORDERS);
  }

  private static void check(
      String field, @Nullable String given, List<String> names, Problems problems) {
    problems.addUnless(
        given == null || names.contains(given), field, "must be " + String.join(" or ", names));
  }

  private static <E> List<String> names(E[] all, Function<E, String> id) {
    return Arrays.stream(all).map(id).toList();
  }

  /**
   * Decides them.
   *
   * @param request whose values are right by themselves
   * @return to be used only where no problem was named
   */
  static SampleStream resolve(ExperimentRequest request, Chosen<?> chosen, Problems problems) {
    int orders = Objects.requireNonNullElse(request.orders(), 1);
    boolean shuffles = request.orderSeed() != null || orders > 1 || learnsAlways(chosen);
    Sampling sample = one(Sampling.values(), Sampling::id, request.sample(), Sampling.BALANCED);
    Order order =
        one(Order.values(), Order::id, request.order(), shuffles ? Order.SHUFFLED : Order.SET);
    problems.addUnless(
        orders == 1 || chosen.traits().orderCounts(),
        ORDERS,
        "must be 1: %s does not learn from sample to sample, so all orders give the same numbers"
            .formatted(chosen.method().id()));
    if (order == Order.SHUFFLED) {
      return new SampleStream(
          sample, order, Objects.requireNonNullElse(request.orderSeed(), 0L), orders);
    }
    problems.addUnless(request.orderSeed() == null, ORDER_SEED, "is for the order shuffled");
    problems.addUnless(orders == 1, ORDERS, "must be 1 in the set's order, of which there is one");
    return new SampleStream(sample, order, null, orders);
  }

  /** Whose settings a request begins with. */
  static Settings settings(ExperimentRequest request) {
    return settings(request.settings());
  }

  private static Settings settings(@Nullable String name) {
    return one(Settings.values(), Settings::id, name, Settings.GLOBAL);
  }

  /** Those of a kept spec; null for a training. */
  static @Nullable Settings settings(JsonNode spec) {
    return spec.hasNonNull(Work.TRAINING) ? null : settings(spec.path(SETTINGS).asString(null));
  }

  /**
   * Whether a method learns from sample to sample by its nature, not by momentum that was added.
   */
  private static <O extends Record> boolean learnsAlways(Chosen<O> chosen) {
    Method<O> method = chosen.method();
    return chosen.traits().lasting() && method.traits(method.defaults()).lasting();
  }

  private static <E> E one(E[] all, Function<E, String> id, @Nullable String name, E usual) {
    return Arrays.stream(all).filter(e -> id.apply(e).equals(name)).findFirst().orElse(usual);
  }

  /** Where they come from, beside where the method's values come from. */
  static Origins origins(ExperimentRequest request, Origins ofMethod) {
    Map<String, String> all = new LinkedHashMap<>();
    Set<String> given = given(request);
    NAMES.forEach(name -> all.put(name, given.contains(name) ? "given" : "the default"));
    all.putAll(ofMethod.values());
    return new Origins(all, ofMethod.notes());
  }

  /** Those of a kept spec; one that has none is of the first samples, as the set lists them. */
  static SampleStream read(JsonNode spec) {
    if (!spec.has(ORDER)) {
      return SampleStream.AS_LISTED;
    }
    String sample = spec.required(SAMPLE).asString();
    String order = spec.required(ORDER).asString();
    return new SampleStream(
        one(Sampling.values(), Sampling::id, sample, Sampling.FIRST),
        one(Order.values(), Order::id, order, Order.SET),
        spec.has(ORDER_SEED) ? Long.valueOf(spec.required(ORDER_SEED).asLong()) : null,
        spec.required(ORDERS).asInt());
  }

  /** For people; nothing of a training. */
  static List<ExperimentSpec.Value> of(
      SampleStream stream, @Nullable Settings settings, Map<String, String> origins) {
    if (settings == null) {
      return List.of();
    }
    List<ExperimentSpec.Value> values = new ArrayList<>();
    values.add(value(SAMPLE, "Samples", stream.sample().id(), origins));
    values.add(value(ORDER, "Order", stream.order().id(), origins));
    if (stream.orderSeed() != null) {
      values.add(value(ORDER_SEED, "Order's seed", stream.orderSeed().toString(), origins));
      values.add(value(ORDERS, "Orders", Integer.toString(stream.orders()), origins));
    }
    values.add(value(SETTINGS, "Settings", settings.id(), origins));
    return values;
  }

  private static ExperimentSpec.Value value(
      String name, String title, String shown, Map<String, String> origins) {
    return new ExperimentSpec.Value(name, title, shown, origins.getOrDefault(name, ""));
  }
}
