package dev.attune.web;

import dev.attune.storage.Outages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Turns every exception of a page into the error page; says of it what the API would say. */
@Component
class PageExceptionResolver implements HandlerExceptionResolver, Ordered {
  private final Outages outages;

  PageExceptionResolver(Outages outages) {
    this.outages = outages;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 1; // after the API's, which lets the pages' exceptions pass
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception exception) {
    if (response.isCommitted()) {
      return new ModelAndView();
    }
    Exception told = outages.told(exception);
    ApiExceptionResolver.headers(response, told);
    return ErrorPage.of(ApiProblems.of(told), request, response);
  }
}
