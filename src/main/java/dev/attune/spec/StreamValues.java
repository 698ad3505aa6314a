package dev.attune.spec;

import dev.attune.method.Chosen;
import dev.attune.method.Method;
import dev.attune.method.Traits;
import dev.attune.task.Order;
import dev.attune.task.SampleStream;
import dev.attune.task.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The values that say which samples are run and in which order: asked for, kept, shown. */
final class StreamValues {
  private static final String SAMPLE = "sample";
  private static final String ORDER = "order";
  private static final String ORDER_SEED = "orderSeed";
  private static final String ORDERS = "orders";
  private static final String DEFAULT = "the default";

  private StreamValues() {}

  /** What a request gives, by name; null for nothing. */
  private static Map<String, @Nullable Object> given(ExperimentRequest request) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put(SAMPLE, request.sample());
    given.put(ORDER, request.order());
    given.put(ORDER_SEED, request.orderSeed());
    given.put(ORDERS, request.orders());
    return given;
  }

  /** Names each that is given, of a training. */
  static void refuse(ExperimentRequest request, Problems problems) {
    given(request)
        .forEach(
            (name, value) ->
                problems.addUnless(
                    value == null, name, "is for adaptations; a training has an order of its own"));
  }

  /**
   * Decides them.
   *
   * @return to be used only where no problem was named
   */
  static SampleStream resolve(ExperimentRequest request, Chosen<?> chosen, Problems problems) {
    Sampling sample =
        named(request.sample(), Sampling.values(), Sampling::id, Sampling.BALANCED, SAMPLE, problems);
    Integer orders = Objects.requireNonNullElse(request.orders(), 1);
    problems.addUnless(
        orders >= 1 && orders <= SampleStream.MAX_ORDERS,
        ORDERS,
        "must be 1 to " + SampleStream.MAX_ORDERS);
    boolean shuffles = request.orderSeed() != null || orders > 1 || learnsAlways(chosen);
    Order usual = shuffles ? Order.SHUFFLED : Order.SET;
    Order order = named(request.order(), Order.values(), Order::id, usual, ORDER, problems);
    problems.addUnless(
        orders <= 1 || counts(chosen.traits()),
        ORDERS,
        "must be 1: %s does not learn from sample to sample, so all orders give the same numbers"
            .formatted(chosen.method().id()));
    if (order == Order.SHUFFLED) {
      return new SampleStream(
          sample, order, Objects.requireNonNullElse(request.orderSeed(), 0L), orders);
    }
    problems.addUnless(request.orderSeed() == null, ORDER_SEED, "is for the order shuffled");
    problems.addUnless(orders <= 1, ORDERS, "must be 1 in the set's order, which is one");
    return new SampleStream(sample, order, null, orders);
  }

  /** Whether a method learns from sample to sample by its nature, not by momentum that was added. */
  private static <O extends Record> boolean learnsAlways(Chosen<O> chosen) {
    Method<O> method = chosen.method();
    return chosen.traits().lasting() && method.traits(method.defaults()).lasting();
  }

  /** Whether the order of the samples makes a difference: it also decides what is in a batch. */
  private static boolean counts(Traits traits) {
    return traits.lasting() || traits.batch().most() > 1;
  }

  private static <E extends Enum<E>> E named(
      @Nullable String given,
      E[] all,
      Function<E, String> id,
      E usual,
      String field,
      Problems problems) {
    if (given == null) {
      return usual;
    }
    for (E one : all) {
      if (id.apply(one).equals(given)) {
        return one;
      }
    }
    problems.add(
        field, "must be " + Arrays.stream(all).map(id).collect(Collectors.joining(" or ")));
    return usual;
  }

  /** Where they come from, beside where the method's values come from. */
  static Origins origins(ExperimentRequest request, Origins ofMethod) {
    Map<String, String> all = new LinkedHashMap<>();
    given(request).forEach((name, value) -> all.put(name, value == null ? DEFAULT : "given"));
    all.putAll(ofMethod.values());
    return new Origins(all, ofMethod.notes());
  }

  /** Those of a kept spec; one that has none is of the first samples, as the set lists them. */
  static SampleStream read(JsonNode spec) {
    if (!spec.has(ORDER)) {
      return SampleStream.AS_LISTED;
    }
    Problems none = new Problems();
    String sample = spec.required(SAMPLE).asString();
    String order = spec.required(ORDER).asString();
    return new SampleStream(
        named(sample, Sampling.values(), Sampling::id, Sampling.FIRST, SAMPLE, none),
        named(order, Order.values(), Order::id, Order.SET, ORDER, none),
        spec.has(ORDER_SEED) ? Long.valueOf(spec.required(ORDER_SEED).asLong()) : null,
        spec.required(ORDERS).asInt());
  }

  /** For people; nothing of a training. */
  static List<ExperimentSpec.Value> of(
      SampleStream stream, Work work, Map<String, String> origins) {
    if (!work.key().equals(Work.METHOD)) {
      return List.of();
    }
    List<ExperimentSpec.Value> values = new ArrayList<>();
    values.add(value(SAMPLE, "Samples", stream.sample().id(), origins));
    values.add(value(ORDER, "Order", stream.order().id(), origins));
    if (stream.orderSeed() != null) {
      values.add(value(ORDER_SEED, "Order's seed", stream.orderSeed().toString(), origins));
      values.add(value(ORDERS, "Orders", Integer.toString(stream.orders()), origins));
    }
    return values;
  }

  private static ExperimentSpec.Value value(
      String name, String title, String shown, Map<String, String> origins) {
    return new ExperimentSpec.Value(name, title, shown, origins.getOrDefault(name, ""));
  }
}
