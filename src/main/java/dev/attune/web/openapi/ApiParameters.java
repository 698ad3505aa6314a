package dev.attune.web.openapi;

import dev.attune.spec.Problems;
import dev.attune.spec.ValueSchemas;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.ParameterCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;

/** Limits of the parameters that many addresses share: a name means the same everywhere. */
@Component
final class ApiParameters implements ParameterCustomizer {
  /** Names are made of these, also where they stand for things that are not here. */
  private static final String NAME = "^[a-z0-9][a-z0-9._-]{0,99}$";

  @Override
  public @Nullable Parameter customize(@Nullable Parameter parameter, MethodParameter method) {
    Schema<?> schema = ValueSchemas.own(parameter);
    if (parameter != null && schema != null) {
      switch (parameter.getName()) {
        case "index" -> schema.setMinimum(BigDecimal.ZERO);
        case "page" -> {
          schema.setMinimum(BigDecimal.ZERO);
          schema.setMaximum(BigDecimal.valueOf(Problems.MAX_PAGE));
        }
        case "size" -> {
          schema.setMinimum(BigDecimal.ONE);
          schema.setMaximum(BigDecimal.valueOf(Problems.MAX_PAGE_SIZE));
        }
        case "id", "name", "task", "dataset" -> {
          if ("path".equals(parameter.getIn())) {
            schema.setPattern(NAME);
          }
        }
        case "Idempotency-Key" -> {
          schema.setMinLength(1);
          schema.setMaxLength(200);
        }
        default -> {
          // says itself what it may be
        }
      }
    }
    return parameter;
  }
}
