package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;
import dev.attune.spec.FieldProblem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;

/** What is answered for an exception that no room but its own knows. */
class ApiProblemsTest {

  @Test
  void anExceptionSaysItsTypeAndStatus() {
    ApiProblem problem = ApiProblems.of(new Told(null, null));

    assertThat(problem)
        .returns("urn:attune:problem:teapot", ApiProblem::type)
        .returns(418, ApiProblem::status)
        .returns("it is short and stout", ApiProblem::detail);
    assertThat(problem.errors()).isEmpty();
  }

  @Test
  void aWrongFieldIsNamed() {
    ApiProblem problem = ApiProblems.of(new Told("spout", null));

    assertThat(problem.errors())
        .containsExactly(new FieldProblem("spout", "it is short and stout"));
    assertThat(problem.status()).isEqualTo(418);
  }

  @Test
  void whenToAskAgainIsAHeader() {
    MockHttpServletResponse patient = new MockHttpServletResponse();
    ApiExceptionResolver.headers(patient, new Told(null, Duration.ofMinutes(3)));
    MockHttpServletResponse silent = new MockHttpServletResponse();
    ApiExceptionResolver.headers(silent, new Told(null, null));

    assertThat(patient.getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("180");
    assertThat(silent.getHeader(HttpHeaders.RETRY_AFTER)).isNull();
  }

  @Test
  void nothingOfAnUnexpectedOneIsTold() {
    ApiProblem problem = ApiProblems.of(new IllegalStateException("a folder of this machine"));

    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.detail()).doesNotContain("folder");
  }

  private static final class Told extends RuntimeException implements Problem {
    private static final long serialVersionUID = 1L;

    private final @Nullable String field;
    private final @Nullable Duration wait;

    Told(@Nullable String field, @Nullable Duration wait) {
      super("it is short and stout");
      this.field = field;
      this.wait = wait;
    }

    @Override
    public ProblemType problemType() {
      return new ProblemType("teapot", 418);
    }

    @Override
    public @Nullable String wrongField() {
      return field;
    }

    @Override
    public @Nullable Duration retryAfter() {
      return wait;
    }
  }
}
