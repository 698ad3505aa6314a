package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNamesTest {
  private static final ImageNames NAMES =
      new ImageNames(
          List.of(
              "val2014/COCO_val2014_000000000042.jpg",
              "val2014/COCO_val2014_000000391895.jpg",
              "flickr/1000092795.jpg",
              "a/same.jpg",
              "b/same.jpg",
              "left-7.png",
              "right-7.png",
              "zero-000.png"));

  @ParameterizedTest
  @CsvSource({
    "val2014/COCO_val2014_000000000042.jpg,0",
    "COCO_val2014_000000000042.jpg,0",
    "COCO_val2014_000000000042,0",
    "42,0",
    "000042,0",
    "391895,1",
    "1000092795,2",
    "a/same.jpg,3",
    "same.jpg,-1",
    "same,-1",
    "left-7,5",
    "7,-1",
    "0,7",
    "right,-1",
    "'',-1",
    "1,-1",
  })
  void aSampleIsFoundByWhatOthersCallIt(String id, int place) {
    assertThat(NAMES.find(id)).isEqualTo(place < 0 ? OptionalInt.empty() : OptionalInt.of(place));
  }
}
