package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardSelectionTest {

  @TempDir Path folder;

  @Test
  void keepsOnlyWhatIsClassifiedWronglyAndOfEachConceptItsShare() {
    int concepts = Concepts.get().size();
    // a classifier that always answers concept 0 is right once in a round
    int[] accepted =
        HardSelection.select(pictures -> new int[pictures.size()], 2 * concepts, 4 * concepts);
    assertThat(accepted).hasSize(2 * (concepts - 1)).isSorted();
    assertThat(Arrays.stream(accepted).boxed()).allMatch(i -> i % concepts != 0);
  }

  @Test
  void stopsAtTheLimit() {
    assertThat(HardSelection.select(pictures -> new int[pictures.size()], 10, 500)).hasSize(10);
  }

  @Test
  void writesOneIndexALine() throws IOException {
    Path file = folder.resolve("icons-hard.txt");
    HardSelection.write(file, new int[] {3, 14, 159});
    assertThat(Files.readAllLines(file)).endsWith("3", "14", "159").hasSize(4);
    assertThat(Files.readAllLines(file).get(0)).startsWith("#");
  }
}
