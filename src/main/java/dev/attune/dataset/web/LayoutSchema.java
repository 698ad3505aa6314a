package dev.attune.dataset.web;

import dev.attune.dataset.folder.Layout;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the API's description which layouts there are. */
@Component
final class LayoutSchema implements OpenApiCustomizer {

  @Override
  @SuppressWarnings("unchecked") // of texts
  public void customise(OpenAPI api) {
    Schema<?> registration = api.getComponents().getSchemas().get("RegistrationRequest");
    if (registration != null) {
      Schema<Object> layout = Objects.requireNonNull(registration.getProperties().get("layout"));
      Arrays.stream(Layout.values()).forEach(l -> layout.addEnumItemObject(l.id()));
    }
  }
}
