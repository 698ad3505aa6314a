package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.dataset.icons.Scene.Relation;
import dev.attune.dataset.icons.Scene.Thing;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScenePainterTest {

  private static final List<Integer> ALL =
      IntStream.range(0, Concepts.get().size()).boxed().toList();
  private static final List<Scene> SCENES =
      IntStream.range(0, 400).mapToObj(i -> plan(21, i, IconFamily.policy(), ALL)).toList();

  private static Scene plan(
      long seed, long index, List<IconFamily> families, List<Integer> allowed) {
    PictureRandom random = new PictureRandom("scene", seed, index);
    return new ScenePainter().plan(random, families, allowed, Background.usual());
  }

  @Test
  void thingsStandAsTheRelationSays() {
    for (Scene scene : SCENES) {
      assertThat(scene.things()).hasSize(scene.relation().things());
      if (scene.things().size() < 2) {
        continue;
      }
      Thing a = scene.things().get(0);
      Thing b = scene.things().get(1);
      switch (scene.relation()) {
        case LEFT_OF -> assertThat(a.x()).isLessThan(b.x());
        case RIGHT_OF -> assertThat(a.x()).isGreaterThan(b.x());
        case ABOVE, ON -> assertThat(a.y()).isLessThan(b.y());
        case BELOW -> assertThat(a.y()).isGreaterThan(b.y());
        case BETWEEN -> {
          Thing c = scene.things().get(2);
          boolean inRow = (b.x() < a.x()) == (a.x() < c.x());
          boolean inColumn = (b.y() < a.y()) == (a.y() < c.y());
          assertThat(inRow || inColumn).isTrue();
        }
        default -> {}
      }
    }
  }

  @Test
  void thingsAreDifferentAndInsideThePicture() {
    for (Scene scene : SCENES) {
      assertThat(scene.things().stream().map(Thing::concept)).doesNotHaveDuplicates();
      for (Thing thing : scene.things()) {
        assertThat(thing.x()).isBetween(5.0, 59.0);
        assertThat(thing.y()).isBetween(5.0, 59.0);
        assertThat(IconFamily.policy()).contains(thing.family());
      }
    }
  }

  @Test
  void everyRelationAndEveryMotionOccurs() {
    Set<Relation> relations = SCENES.stream().map(Scene::relation).collect(Collectors.toSet());
    assertThat(relations).isEqualTo(EnumSet.allOf(Relation.class));
    assertThat(
            SCENES.stream()
                .filter(s -> s.motion() != null)
                .map(Scene::motion)
                .collect(Collectors.toSet()))
        .isEqualTo(EnumSet.allOf(Motion.class));
  }

  @Test
  void aSceneHasFiveDifferentCaptionsThatNameItsThings() {
    Grammar grammar = new Grammar();
    for (int i = 0; i < SCENES.size(); i++) {
      Scene scene = SCENES.get(i);
      List<String> captions = grammar.captions(scene, i);
      assertThat(captions).hasSize(5).doesNotHaveDuplicates();
      assertThat(grammar.captions(scene, i)).isEqualTo(captions);
      for (String caption : captions) {
        for (Thing thing : scene.things()) {
          assertThat(caption).contains(Concepts.get().names().get(thing.concept()));
        }
        assertThat(caption).doesNotContain("a a ").doesNotContain("  ");
        assertThat(caption).doesNotContainPattern("\\ba [aeio]");
      }
    }
  }

  @Test
  void onlyAllowedConceptsAreShown() {
    List<Integer> few = List.of(3, 7, 11, 19);
    for (int i = 0; i < 60; i++) {
      Scene scene = plan(2, i, IconFamily.judge(), few);
      assertThat(scene.things()).allMatch(t -> few.contains(t.concept()));
    }
  }
}
