package dev.attune.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.model;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.attune.settings.AttuneProperties;
import dev.attune.settings.Settings;
import dev.attune.storage.Outages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.ResultMatcher;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartException;
import tools.jackson.databind.json.JsonMapper;

/** What is answered while database or disk take nothing. */
class OutageAnswersTest {
  private static final String FULL = "There is no space left on Attune's disk; nothing was kept.";

  private final MockMvc mvc;

  OutageAnswersTest() {
    Outages outages;
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context.registerBean("settings", AttuneProperties.class, Settings::read);
      context.scan("dev.attune.storage");
      context.refresh();
      outages = context.getBean(Outages.class);
    }
    mvc =
        MockMvcBuilders.standaloneSetup(new Failing())
            .setHandlerExceptionResolvers(
                new ApiExceptionResolver(new ProblemWriter(JsonMapper.shared()), outages),
                new PageExceptionResolver(outages))
            .build();
  }

  @RestController
  static class Failing {
    @RequestMapping({"/api/full", "/full"})
    void full() {
      throw new UncheckedIOException("a folder", new IOException("No space left on device"));
    }

    @RequestMapping("/api/upload")
    void upload() {
      throw new MultipartException("parts", new IOException("No space left on device"));
    }

    @RequestMapping({"/api/away", "/away"})
    void away() {
      throw new DataAccessResourceFailureException(
          "", new SQLTransientConnectionException("timed out"));
    }
  }

  @Test
  void programsAreToldThatThereIsNoSpace() throws Exception {
    for (RequestBuilder request :
        List.of(post("/api/full"), multipart("/api/upload").file("image", new byte[1]))) {
      mvc.perform(request)
          .andExpect(status().is(507))
          .andExpect(jsonPath("$.type").value("urn:attune:problem:no-space"))
          .andExpect(jsonPath("$.detail").value(FULL));
    }
  }

  @Test
  void programsAreToldWhenToAskAgain() throws Exception {
    mvc.perform(get("/api/away"))
        .andExpect(status().is(503))
        .andExpect(header().string("Retry-After", "10"))
        .andExpect(jsonPath("$.type").value("urn:attune:problem:storage-unavailable"))
        .andExpect(content().string(containsString("cannot be reached at the moment")));
  }

  @Test
  void pagesAndFormsSayTheSame() throws Exception {
    mvc.perform(post("/full")).andExpect(status().is(507)).andExpect(detail(FULL));
    mvc.perform(get("/away"))
        .andExpect(status().is(503))
        .andExpect(header().string("Retry-After", "10"))
        .andExpect(model().attribute("retryAfter", "10"));
  }

  private static ResultMatcher detail(String text) {
    return result ->
        assertThat(result.getModelAndView().getModel().get("problem"))
            .isInstanceOfSatisfying(ApiProblem.class, p -> assertThat(p.detail()).isEqualTo(text));
  }
}
