package dev.attune.metric.caption.corenlp;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Those of CoreNLP's classes and methods that are called, found by their names. */
final class CoreNlpApi {
  private static final String ROOT = "edu.stanford.nlp.";

  private final String version;
  final Constructor<?> newPipeline;
  final Constructor<?> newAnnotation;
  final Constructor<?> newParser;
  final Class<?> sentences;
  final Call process;
  final Call get;
  final Call parse;
  final Field dependencyGraph;
  final Call nodes;
  final Call relations;
  final Call node;
  final Call attributes;
  final Call attribute;
  final Call source;
  final Call target;
  final Call relation;
  final Call vertices;
  final Call edges;
  final Call governor;
  final Call dependent;
  final Call edgeRelation;
  final Call shortName;
  final Call specific;
  final Call index;
  final Call word;
  final Call lemma;
  final Call tag;

  /** A method that takes what it is called on first. */
  record Call(Method method) {
    /**
     * @throws IllegalStateException when CoreNLP fails
     */
    @Nullable Object of(Object target, Object... arguments) {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException("CoreNLP failed: " + e.getCause(), e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(method + " is not public", e);
      }
    }
  }

  /**
   * @throws ReflectiveOperationException when something is not there; its message is the name
   */
  CoreNlpApi(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> pipeline = loader.loadClass(ROOT + "pipeline.StanfordCoreNLP");
    Class<?> annotation = loader.loadClass(ROOT + "pipeline.Annotation");
    String told = pipeline.getPackage().getImplementationVersion();
    version = told == null ? "of an unknown version" : told;
    newPipeline = pipeline.getConstructor(Properties.class);
    newAnnotation = annotation.getConstructor(List.class);
    process = call(pipeline, "process", String.class);
    get = call(annotation, "get", Class.class);
    sentences = loader.loadClass(ROOT + "ling.CoreAnnotations$SentencesAnnotation");

    Class<?> parser = loader.loadClass(ROOT + "scenegraph.RuleBasedParser");
    newParser = parser.getConstructor();
    parse = call(parser, "parse", annotation);
    Class<?> graph = loader.loadClass(ROOT + "scenegraph.SceneGraph");
    dependencyGraph = graph.getField("sg");
    nodes = call(graph, "nodeListSorted");
    relations = call(graph, "relationListSorted");
    Class<?> graphNode = loader.loadClass(ROOT + "scenegraph.SceneGraphNode");
    node = call(graphNode, "value");
    attributes = call(graphNode, "getAttributes");
    attribute = call(loader.loadClass(ROOT + "scenegraph.SceneGraphAttribute"), "value");
    Class<?> graphRelation = loader.loadClass(ROOT + "scenegraph.SceneGraphRelation");
    source = call(graphRelation, "getSource");
    target = call(graphRelation, "getTarget");
    relation = call(graphRelation, "getRelation");

    Class<?> dependencies = loader.loadClass(ROOT + "semgraph.SemanticGraph");
    vertices = call(dependencies, "vertexListSorted");
    edges = call(dependencies, "edgeListSorted");
    Class<?> edge = loader.loadClass(ROOT + "semgraph.SemanticGraphEdge");
    governor = call(edge, "getGovernor");
    dependent = call(edge, "getDependent");
    edgeRelation = call(edge, "getRelation");
    Class<?> grammatical = loader.loadClass(ROOT + "trees.GrammaticalRelation");
    shortName = call(grammatical, "getShortName");
    specific = call(grammatical, "getSpecific");
    Class<?> indexed = loader.loadClass(ROOT + "ling.IndexedWord");
    index = call(indexed, "index");
    word = call(indexed, "word");
    lemma = call(indexed, "lemma");
    tag = call(indexed, "tag");
  }

  /** As the jar's manifest tells it. */
  String version() {
    return version;
  }

  private static Call call(Class<?> owner, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    return new Call(owner.getMethod(name, parameters));
  }
}
