package dev.attune.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.icons.BuiltInDatasets;
import dev.attune.hub.BuiltInModels;
import dev.attune.metric.caption.corenlp.FakeCoreNlp;
import dev.attune.task.TaskException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** METEOR and SPICE tell how they are measured, which depends on what lies in Attune's home. */
class CaptioningTaskTest {
  @TempDir private Path home;

  private String note() {
    return note("meteor");
  }

  private String note(String metric) {
    return new CaptioningTask(new BuiltInDatasets(), new BuiltInModels(), home)
        .metricNotes()
        .get(metric);
  }

  private Path table() throws IOException {
    return Files.createDirectories(home.resolve("meteor")).resolve("paraphrase-en.gz");
  }

  @Test
  void withoutTheTableThereAreThreeStages() {
    assertThat(note())
        .isEqualTo(
            "stages: exact, stem, synonym; no paraphrases, as meteor/paraphrase-en.gz is not"
                + " installed");
  }

  @Test
  void withTheTableThereAreFour() throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(table()))) {
      out.write("0.5\na motor car\nan automobile\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(note()).isEqualTo("stages: exact, stem, synonym, paraphrase");
  }

  @Test
  void aFileThatIsNoTableIsNamed() throws IOException {
    Files.writeString(table(), "0.5\na motor car\nan automobile\n");
    assertThatThrownBy(this::note)
        .isInstanceOf(TaskException.class)
        .hasMessageStartingWith("meteor/paraphrase-en.gz in Attune's home")
        .hasMessageNotContaining(home.toString());
  }

  @Test
  void withoutAParserSpiceIsNotMeasured() {
    assertThat(note("spice"))
        .isEqualTo("not measured, as there is no parser: CoreNLP is not installed in corenlp");
    assertThat(new CaptionResources(home).get().spice()).isNull();
  }

  @Test
  void withAParserSpiceNamesIt() throws IOException {
    FakeCoreNlp.install(home.resolve("corenlp"));
    assertThat(note("spice")).isEqualTo("scene graphs: CoreNLP " + FakeCoreNlp.VERSION);
    CaptionResources resources = new CaptionResources(home);
    assertThat(resources.get().spice()).isNotNull().isSameAs(resources.get().spice());
  }

  @Test
  void aBrokenParserIsNamedAndStopsNothing() throws IOException {
    Path folder = FakeCoreNlp.install(home.resolve("corenlp"));
    Files.writeString(folder.resolve(FakeCoreNlp.MODELS), "half a download");
    assertThat(note("spice"))
        .startsWith("not measured: corenlp in Attune's home: " + FakeCoreNlp.MODELS)
        .doesNotContain(home.toString());
    assertThat(new CaptionResources(home).get().spice()).isNull();
  }
}
