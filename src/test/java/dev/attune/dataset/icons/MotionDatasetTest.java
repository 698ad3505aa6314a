package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.dataset.DatasetInfo;
import dev.attune.dataset.VideoDataset;
import dev.attune.vision.RgbImage;
import dev.attune.vision.video.FrameSampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MotionDatasetTest {
  private static final int[] ALL = IntStream.range(0, Clip.FRAMES).toArray();

  private final BuiltInDatasets catalog = new BuiltInDatasets();
  private final VideoDataset set = catalog.videos("motion");

  private List<RgbImage> frames(int index) {
    return set.frames(index, FrameSampling.SEGMENTS, n -> ALL, UnaryOperator.identity()).frames();
  }

  @Test
  void onlyTheTestSetIsListed() {
    assertThat(catalog.list())
        .filteredOn(d -> d.modality() == DatasetInfo.Modality.VIDEOS)
        .singleElement()
        .satisfies(d -> assertThat(d.name()).isEqualTo("motion"));
    assertThat(set.size()).isEqualTo(600);
    assertThat(catalog.videos("motion-validation").size()).isEqualTo(600);
    assertThat(catalog.videos("motion-train").size()).isEqualTo(6000);
  }

  @Test
  void aClipAndItsPartnerAreTheSameFramesInReverse() {
    for (int i = 0; i < 60; i++) {
      int partner = set.reversed(i).orElseThrow();
      assertThat(set.reversed(partner)).hasValue(i);
      List<RgbImage> reversed = new ArrayList<>(frames(partner));
      Collections.reverse(reversed);
      assertThat(frames(i))
          .extracting(RgbImage::data)
          .containsExactlyElementsOf(reversed.stream().map(RgbImage::data).toList());
    }
  }

  /** Turned by so much that no thing looks the same at the end, round ones apart. */
  @Test
  void thingsMoveFromFrameToFrame() {
    int still = 0;
    for (int i = 0; i < 200; i += 2) {
      List<RgbImage> frames = frames(i);
      assertThat(frames).hasSize(12);
      double change = change(frames.get(0), frames.get(Clip.FRAMES - 1));
      still += change < 1 ? 1 : 0;
    }
    assertThat(still).isLessThan(5);
  }

  private static double change(RgbImage a, RgbImage b) {
    double sum = 0;
    for (int p = 0; p < a.data().length; p++) {
      sum += Math.abs((a.data()[p] & 0xff) - (b.data()[p] & 0xff));
    }
    return sum / a.data().length;
  }

  @Test
  void directionsAreShownAsTheyAreCalled() {
    Map<ClipMotion, Integer> seen = new EnumMap<>(ClipMotion.class);
    for (int i = 0; i < 300; i++) {
      PictureRandom random = new PictureRandom("test", 1, i);
      Clip clip = Clip.plan(random, IconFamily.policy());
      List<RgbImage> frames = clip.frames(random, ALL);
      PictureRandom again = new PictureRandom("test", 1, i);
      int ink = Clip.plan(again, IconFamily.policy()).colour().shade(again);
      Blot first = Blot.of(frames.get(0), ink);
      Blot second = Blot.of(frames.get(1), ink);
      Blot last = Blot.of(frames.get(11), ink);
      boolean clear =
          switch (clip.motion()) {
            case LEFT -> last.x < first.x - 15;
            case RIGHT -> last.x > first.x + 15;
            case UP -> last.y < first.y - 15;
            case DOWN -> last.y > first.y + 15;
            case GROW -> last.area > 3 * first.area;
            case SHRINK -> first.area > 3 * last.area;
            case APPEAR -> last.area > 10 * first.area; // a ground may be speckled
            case VANISH -> first.area > 10 * last.area;
            case CLOCKWISE -> !first.longish || turn(first, second) > 0;
            case COUNTERCLOCKWISE -> !first.longish || turn(first, second) < 0;
          };
      assertThat(clear).as("%d: %s", i, clip).isTrue();
      seen.merge(clip.motion(), 1, Integer::sum);
    }
    assertThat(seen).hasSize(ClipMotion.values().length);
  }

  /** From one axis to another by the shorter way, clockwise above 0. */
  private static double turn(Blot from, Blot to) {
    return Math.IEEEremainder(to.axis - from.axis, Math.PI);
  }

  /**
   * What of a frame is of a thing's colour.
   *
   * @param axis of its longest extent in radians, clockwise from the right
   * @param longish whether it has such an axis
   */
  private record Blot(double area, double x, double y, double axis, boolean longish) {

    static Blot of(RgbImage frame, int ink) {
      List<double[]> points = new ArrayList<>();
      for (int y = 0; y < frame.height(); y++) {
        for (int x = 0; x < frame.width(); x++) {
          int rgb = Colour.pack(frame.at(x, y, 0), frame.at(x, y, 1), frame.at(x, y, 2));
          if (Colour.distance(rgb, ink) < 10) {
            points.add(new double[] {x, y});
          }
        }
      }
      double x = points.stream().mapToDouble(p -> p[0]).average().orElse(0);
      double y = points.stream().mapToDouble(p -> p[1]).average().orElse(0);
      double xx = points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
      double yy = points.stream().mapToDouble(p -> (p[1] - y) * (p[1] - y)).sum();
      double xy = points.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
      double spread = Math.hypot(xx - yy, 2 * xy);
      return new Blot(
          points.size(), x, y, Math.atan2(2 * xy, xx - yy) / 2, spread > 0.5 * (xx + yy));
    }
  }

  @Test
  void captionsAreDifferentAndInTheVocabulary() {
    for (int i = 0; i < 100; i++) {
      List<String> captions = set.captions(i);
      assertThat(new HashSet<>(captions)).hasSize(20);
      for (String caption : captions) {
        assertThat(Vocabulary.ids().keySet()).as(caption).contains(caption.split(" "));
      }
    }
  }

  @Test
  void onlyTheOrderedCaptionsTellAClipFromItsPartner() {
    for (int i = 0; i < 100; i++) {
      List<String> phrases = new ArrayList<>();
      for (ClipMotion motion : ClipMotion.values()) {
        phrases.addAll(motion.phrases());
      }
      List<String> captions = set.captions(i);
      for (int c = 0; c < captions.size(); c++) {
        String caption = captions.get(c);
        assertThat(phrases.stream().anyMatch(caption::contains))
            .as(caption)
            .isEqualTo(set.ordered(i).contains(c));
      }
    }
  }
}
