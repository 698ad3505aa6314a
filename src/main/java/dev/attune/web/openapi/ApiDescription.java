package dev.attune.web.openapi;

import dev.attune.settings.AttuneProperties;
import dev.attune.web.ApiProblem;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Says which problems each address can answer with, as far as they follow from its shape: what is
 * named in an address may not be there, a body may be too large, a disk full. What does not follow
 * stands in {@link Answers}.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE) // of bodies that others described
final class ApiDescription implements OpenApiCustomizer {
  private static final String TOKEN = "token";
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final boolean guarded;
  private final String root;

  ApiDescription(
      AttuneProperties properties, @Value("${server.servlet.context-path:}") String contextPath) {
    guarded = properties.security().enabled();
    root = contextPath.isEmpty() ? "/" : contextPath;
  }

  @Override
  public void customise(OpenAPI api) {
    api.setInfo(new Info().title("Attune").version("1"));
    api.setServers(List.of(new Server().url(root))); // whatever name it was asked under
    ResolvedSchema problem =
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(ApiProblem.class).resolveAsRef(true));
    problem.referencedSchemas.forEach(api.getComponents()::addSchemas);
    ProblemAnswers.describe(api.getComponents(), problem.schema);
    if (guarded) {
      api.getComponents()
          .addSecuritySchemes(
              TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
      api.addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }
    api.getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach((method, operation) -> ofShape(path, method, operation)));
    api.getPaths().values().stream()
        .flatMap(item -> item.readOperations().stream())
        .forEach(operation -> onlyKnownFields(api, operation));
  }

  private void ofShape(String path, HttpMethod method, Operation operation) {
    ProblemAnswers.add(operation, HttpStatus.BAD_REQUEST);
    ProblemAnswers.add(operation, HttpStatus.FORBIDDEN);
    ProblemAnswers.add(operation, HttpStatus.SERVICE_UNAVAILABLE);
    if (guarded) {
      ProblemAnswers.add(operation, HttpStatus.UNAUTHORIZED);
    }
    if (path.contains("{")) {
      ProblemAnswers.add(operation, HttpStatus.NOT_FOUND);
    }
    if (operation.getResponses().values().stream().anyMatch(r -> r.getContent() != null)) {
      ProblemAnswers.add(operation, HttpStatus.NOT_ACCEPTABLE);
    }
    if (operation.getRequestBody() != null) {
      ProblemAnswers.add(operation, HttpStatus.REQUEST_TIMEOUT);
      ProblemAnswers.add(operation, HttpStatus.CONTENT_TOO_LARGE);
      ProblemAnswers.add(operation, HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }
    if (operation.getParameters() != null
        && operation.getParameters().stream()
            .anyMatch(p -> "Idempotency-Key".equals(p.getName()))) {
      ProblemAnswers.add(operation, HttpStatus.UNPROCESSABLE_CONTENT);
    }
    if (!READING.contains(method)) {
      ProblemAnswers.add(operation, HttpStatus.INSUFFICIENT_STORAGE);
    }
  }

  /** A field that is not known is refused, wherever a body is read into a record. */
  private static void onlyKnownFields(OpenAPI api, Operation operation) {
    if (operation.getRequestBody() == null) {
      return;
    }
    operation
        .getRequestBody()
        .getContent()
        .values()
        .forEach(
            body -> {
              String ref = body.getSchema().get$ref();
              Schema<?> schema =
                  ref == null
                      ? body.getSchema()
                      : Objects.requireNonNull(
                          api.getComponents()
                              .getSchemas()
                              .get(ref.substring(ref.lastIndexOf('/') + 1)));
              schema.setAdditionalProperties(false);
            });
  }
}
