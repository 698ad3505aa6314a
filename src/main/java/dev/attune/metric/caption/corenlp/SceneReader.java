package dev.attune.metric.caption.corenlp;

import dev.attune.metric.caption.corenlp.CoreNlpApi.Call;
import dev.attune.metric.caption.corenlp.Scene.Attribute;
import dev.attune.metric.caption.corenlp.Scene.Dependency;
import dev.attune.metric.caption.corenlp.Scene.Relation;
import dev.attune.metric.caption.corenlp.Scene.Word;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Calls CoreNLP: a caption is cut into sentences, each is parsed by the English PCFG, and its
 * dependencies become a scene graph by the rules of Schuster et al. (2015). For one thread at a
 * time.
 */
final class SceneReader {
  private final CoreNlpApi api;
  private final Object pipeline;
  private final Object parser;

  /**
   * Loads the grammar, which takes seconds.
   *
   * @throws ReflectiveOperationException when CoreNLP cannot be started
   */
  SceneReader(CoreNlpApi api) throws ReflectiveOperationException {
    this.api = api;
    Properties settings = new Properties();
    // parts of speech come from the grammar, as in SPICE, and not from a tagger
    settings.setProperty("annotators", "tokenize,ssplit,parse,lemma");
    settings.setProperty("tokenize.options", "splitHyphenated=false"); // "t-shirt" is one word
    settings.setProperty("parse.maxlen", "150"); // longer ones take minutes
    try {
      pipeline = api.newPipeline.newInstance(settings);
      parser = api.newParser.newInstance();
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(String.valueOf(e.getCause()), e.getCause());
    }
  }

  /**
   * @return one a sentence
   * @throws IllegalStateException when CoreNLP fails
   */
  List<Scene> scenes(String caption) {
    List<Scene> scenes = new ArrayList<>();
    Object annotation = Objects.requireNonNull(api.process.of(pipeline, caption));
    for (Object sentence : list(api.get.of(annotation, api.sentences))) {
      // the scene graph parser takes the first sentence only
      Object graph = api.parse.of(parser, alone(sentence));
      if (graph != null) {
        scenes.add(scene(graph));
      }
    }
    return scenes;
  }

  private Object alone(Object sentence) {
    try {
      return api.newAnnotation.newInstance(List.of(sentence));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("CoreNLP failed: " + e, e);
    }
  }

  private Scene scene(Object graph) {
    List<Word> objects = new ArrayList<>();
    List<Attribute> attributes = new ArrayList<>();
    for (Object node : list(api.nodes.of(graph))) {
      Word object = word(api.node, node);
      objects.add(object);
      for (Object attribute : list(api.attributes.of(node))) {
        attributes.add(new Attribute(object, word(api.attribute, attribute)));
      }
    }
    List<Relation> relations = new ArrayList<>();
    for (Object relation : list(api.relations.of(graph))) {
      relations.add(
          new Relation(
              word(api.node, Objects.requireNonNull(api.source.of(relation))),
              lower(api.relation.of(relation)),
              word(api.node, Objects.requireNonNull(api.target.of(relation)))));
    }
    Object grammar = dependencies(graph);
    return new Scene(
        objects,
        attributes,
        relations,
        list(api.vertices.of(grammar)).stream().map(this::word).toList(),
        list(api.edges.of(grammar)).stream().map(this::dependency).toList());
  }

  private Object dependencies(Object graph) {
    try {
      return Objects.requireNonNull(api.dependencyGraph.get(graph));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("CoreNLP failed: " + e, e);
    }
  }

  private Dependency dependency(Object edge) {
    Object relation = Objects.requireNonNull(api.edgeRelation.of(edge));
    return new Dependency(
        word(api.governor, edge),
        lower(api.shortName.of(relation)),
        lower(api.specific.of(relation)),
        word(api.dependent, edge));
  }

  private Word word(Call call, Object holder) {
    return word(Objects.requireNonNull(call.of(holder)));
  }

  private Word word(Object indexed) {
    Object lemma = api.lemma.of(indexed);
    return new Word(
        (Integer) Objects.requireNonNull(api.index.of(indexed)),
        lower(lemma == null ? api.word.of(indexed) : lemma),
        String.valueOf(api.tag.of(indexed)));
  }

  private static String lower(@Nullable Object text) {
    return text == null ? "" : text.toString().toLowerCase(Locale.ROOT);
  }

  private static List<?> list(@Nullable Object many) {
    return many == null ? List.of() : List.copyOf((Collection<?>) many);
  }
}
