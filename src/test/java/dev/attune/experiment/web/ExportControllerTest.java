package dev.attune.experiment.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.attune.experiment.domain.ExperimentService;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.SampleView;
import dev.attune.spec.ExperimentSpec;
import dev.attune.task.SampleResult.Answer;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** What is exported of a run of many samples is written while they are read. */
class ExportControllerTest {
  private static final int SAMPLES = 50_000;

  /** Characters that may be read and not written yet. */
  private static final long LAG = 100_000;

  private static final String TRUTH = "a word that is as long as a caption ".repeat(5);

  private final Counting response = new Counting();
  private final ExperimentService experiments = mock(ExperimentService.class);
  private final ExportController exports =
      new ExportController(experiments, JsonMapper.builder().build());

  /** Takes what is written and keeps nothing but its length. */
  private static final class Counting extends MockHttpServletResponse {
    private long length;
    private final PrintWriter writer =
        new PrintWriter(
            new OutputStreamWriter(
                new ServletOutputStream() {
                  @Override
                  public void write(int b) {
                    length++;
                  }

                  @Override
                  public void write(byte[] bytes, int from, int count) {
                    length += count;
                  }

                  @Override
                  public boolean isReady() {
                    return true;
                  }

                  @Override
                  public void setWriteListener(WriteListener listener) {}
                },
                StandardCharsets.UTF_8));

    @Override
    public PrintWriter getWriter() {
      return writer;
    }
  }

  private void hasManySamples() {
    ExperimentView view = mock(ExperimentView.class);
    when(view.spec()).thenReturn(mock(ExperimentSpec.class));
    when(experiments.get("id")).thenReturn(view);
    doAnswer(
            call -> {
              Consumer<SampleView> consumer = call.getArgument(1);
              for (int i = 0; i < SAMPLES; i++) {
                consumer.accept(sample(i));
                assertThat(response.length).isGreaterThan((i + 1L) * TRUTH.length() - LAG);
              }
              return null;
            })
        .when(experiments)
        .forEachSample(any(), any());
  }

  private static SampleView sample(int index) {
    Answer answer = new Answer("car", true, List.of(), Map.of());
    return new SampleView(
        index,
        index,
        "s" + index,
        TRUTH,
        SampleView.Outcome.UNCHANGED,
        answer,
        answer,
        List.of(),
        1,
        null);
  }

  @Test
  void csvIsWrittenWhileSamplesAreRead() throws IOException {
    hasManySamples();
    exports.csv("id", response);
    response.writer.flush();
    assertThat(response.length).isGreaterThan((long) SAMPLES * TRUTH.length());
  }

  @Test
  void jsonIsWrittenWhileSamplesAreRead() throws IOException {
    hasManySamples();
    exports.json("id", response);
    assertThat(response.length).isGreaterThan((long) SAMPLES * TRUTH.length());
  }
}
