package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.dataset.icons.TrainingPictures.Audience;
import dev.attune.dataset.icons.TrainingPictures.TrainingPicture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingPicturesTest {

  @ParameterizedTest
  @EnumSource(Audience.class)
  void sameIndexGivesTheSamePairInAnyOrderAndThread(Audience audience) {
    TrainingPictures stream = new TrainingPictures(audience, 11);
    List<TrainingPicture> inOrder = IntStream.range(0, 60).mapToObj(stream::get).toList();
    TrainingPictures again = new TrainingPictures(audience, 11);
    IntStream.range(0, 60)
        .map(i -> 59 - i)
        .parallel()
        .forEach(
            i -> {
              TrainingPicture picture = again.get(i);
              assertThat(picture.image().data()).isEqualTo(inOrder.get(i).image().data());
              assertThat(picture.caption()).isEqualTo(inOrder.get(i).caption());
              assertThat(picture.group()).isEqualTo(inOrder.get(i).group());
            });
  }

  @Test
  void audiencesAndSeedsGiveOtherPictures() {
    byte[] policy = new TrainingPictures(Audience.POLICY, 1).get(0).image().data();
    assertThat(new TrainingPictures(Audience.THIRD, 1).get(0).image().data()).isNotEqualTo(policy);
    assertThat(new TrainingPictures(Audience.POLICY, 2).get(0).image().data()).isNotEqualTo(policy);
  }

  @Test
  void mixesSingleThingsAndScenesAndMostlyNamesThem() {
    TrainingPictures stream = new TrainingPictures(Audience.POLICY, 3);
    List<TrainingPicture> pictures = IntStream.range(0, 1000).mapToObj(stream::get).toList();
    assertThat(pictures.stream().filter(p -> p.concept() < 0).count()).isBetween(240L, 360L);
    assertThat(pictures.stream().filter(p -> p.caption().matches("a photo of a .*\\.")).count())
        .isBetween(240L, 420L);
  }

  @Test
  void aGroupIsOneMeaning() {
    TrainingPictures stream = new TrainingPictures(Audience.JUDGE, 5);
    Map<Long, TrainingPicture> first = new HashMap<>();
    for (int i = 0; i < 1500; i++) {
      TrainingPicture p = stream.get(i);
      TrainingPicture other = first.putIfAbsent(p.group(), p);
      if (other != null && p.group() >= Concepts.get().size()) {
        assertThat(p.caption()).isEqualTo(other.caption());
      }
      if (p.group() < Concepts.get().size()) {
        assertThat(p.concept()).isEqualTo((int) p.group());
        assertThat(p.caption()).contains(Concepts.get().names().get(p.concept()));
      }
    }
  }

  @Test
  void stillsOfAClipAndOfItsReverseComeTogether() {
    TrainingPictures stream = new TrainingPictures(Audience.MOTION, 7);
    int told = 0;
    for (int i = 0; i < 1000; i += 2) {
      ClipMotion one = told(stream.get(i));
      ClipMotion other = told(stream.get(i + 1));
      if (one != null && other != null) {
        assertThat(other).isEqualTo(one.reverse());
        assertThat(stream.get(i).concept()).isEqualTo(stream.get(i + 1).concept());
        told++;
      }
    }
    assertThat(told).isBetween(130, 220);
  }

  /** Which way a caption says that a clip goes. */
  private static @Nullable ClipMotion told(TrainingPicture picture) {
    return ClipMotion.all().stream()
        .filter(m -> m.phrases().stream().anyMatch(p -> picture.caption().contains(" " + p)))
        .findFirst()
        .orElse(null);
  }
}
