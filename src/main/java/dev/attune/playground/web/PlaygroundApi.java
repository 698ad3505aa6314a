package dev.attune.playground.web;

import static org.springframework.web.bind.annotation.RequestMethod.GET;
import static org.springframework.web.bind.annotation.RequestMethod.POST;

import dev.attune.playground.Desk;
import dev.attune.playground.Playground;
import dev.attune.playground.Sessions;
import dev.attune.task.Interactive;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Gives what can be asked its addresses, such as {@code /api/captions}. */
@Component
final class PlaygroundApi {

  PlaygroundApi(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping addresses,
      Playground playground,
      Questions questions,
      Sessions sessions) {
    SpringDocUtils.getConfig().addRestControllers(PlaygroundController.class);
    for (Desk desk : playground.desks()) {
      Interactive asks = desk.asks();
      String root = "/api/" + asks.api();
      Object handler = new PlaygroundController(desk, questions, sessions);
      RequestMappingInfo.Builder ask = RequestMappingInfo.paths(root).methods(POST);
      register(
          addresses,
          ask.consumes(MediaType.MULTIPART_FORM_DATA_VALUE),
          handler,
          desk.takesVideos() ? "show" : "ask");
      if (asks.fields().contains("text")) {
        RequestMappingInfo.Builder search = RequestMappingInfo.paths(root).methods(POST);
        register(addresses, search.consumes(MediaType.APPLICATION_JSON_VALUE), handler, "search");
      }
      register(addresses, RequestMappingInfo.paths(root + "/{id}").methods(GET), handler, "get");
      register(
          addresses,
          RequestMappingInfo.paths(root + "/{id}/cancel").methods(POST),
          handler,
          "cancel");
    }
  }

  private static void register(
      RequestMappingHandlerMapping addresses,
      RequestMappingInfo.Builder address,
      Object handler,
      String name) {
    Method method =
        Arrays.stream(PlaygroundController.class.getDeclaredMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow();
    addresses.registerMapping(
        address.options(addresses.getBuilderConfiguration()).build(), handler, method);
  }
}
