package dev.attune.testing;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * In every application that a test starts: each answer of the API must be one that its own
 * description names, whatever the test is about.
 */
@AutoConfiguration
@ConditionalOnWebApplication
public class DocumentedAnswers {

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  DocumentedFilter documentedFilter(ObjectProvider<OpenApiResource> descriptions) {
    return new DocumentedFilter(descriptions);
  }

  /** Fails a request whose answer is not described. */
  static final class DocumentedFilter extends OncePerRequestFilter {
    private final ObjectProvider<OpenApiResource> descriptions;
    private JsonNode paths;

    DocumentedFilter(ObjectProvider<OpenApiResource> descriptions) {
      this.descriptions = descriptions;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      chain.doFilter(request, response);
      Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
      String method = request.getMethod().toLowerCase(Locale.ROOT);
      if (response.getStatus() == 500
          || // a mistake of ours, which is no answer
          pattern == null
          || !paths(request).path(pattern.toString()).has(method)) {
        return; // no mapping was reached
      }
      String status = Integer.toString(response.getStatus());
      if (!paths.path(pattern.toString()).path(method).path("responses").has(status)) {
        throw new AssertionError(
            "%s %s answers %s, which is not described".formatted(method, pattern, status));
      }
    }

    private synchronized JsonNode paths(HttpServletRequest request) throws IOException {
      if (paths == null) {
        try {
          byte[] json =
              descriptions.getObject().openapiJson(request, "/v3/api-docs", Locale.ENGLISH);
          paths = JsonMapper.shared().readTree(json).path("paths");
        } catch (RuntimeException e) {
          throw new AssertionError("the API cannot be described", e);
        }
      }
      return paths;
    }
  }
}
