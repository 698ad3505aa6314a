package dev.attune.experiment.web;

import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.spec.ValueSchemas;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.ParameterCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;

/** Says in the API's description what lists can be filtered and sorted by; empty for not at all. */
@Component
final class ExperimentParameters implements ParameterCustomizer {

  @Override
  public @Nullable Parameter customize(@Nullable Parameter parameter, MethodParameter method) {
    if (method.getContainingClass() != ExperimentController.class) {
      return parameter;
    }
    Schema<Object> schema = ValueSchemas.own(parameter);
    if (parameter != null && schema != null) {
      switch (parameter.getName()) {
        case "status" -> {
          schema.addEnumItemObject("");
          schema.addEnumItemObject("active");
          Arrays.stream(ExperimentStatus.values()).forEach(s -> schema.addEnumItemObject(s.name()));
        }
        case "sort" ->
            schema.setPattern(
                "^((%s)(,asc|,desc)?)?$".formatted(String.join("|", ExperimentQuery.SORT_KEYS)));
        case "filter" ->
            Arrays.stream(SampleFilter.values()).forEach(f -> schema.addEnumItemObject(f.id()));
        default -> {
          // any text
        }
      }
    }
    return parameter;
  }
}
