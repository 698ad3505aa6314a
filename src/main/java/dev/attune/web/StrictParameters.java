package dev.attune.web;

import dev.attune.spec.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The API takes numbers and truths as they are described. Spring alone would take {@code 0x10}, a
 * blank, {@code yes} and, for the default, nothing at all.
 */
@Configuration(proxyBeanMethods = false)
class StrictParameters implements WebMvcConfigurer {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d*)");
  private static final Pattern TRUTH = Pattern.compile("true|false");

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new Interceptor()).addPathPatterns("/api/**");
  }

  private static final class Interceptor implements HandlerInterceptor {
    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      if (handler instanceof HandlerMethod mapping) {
        Problems problems = new Problems();
        for (MethodParameter parameter : mapping.getMethodParameters()) {
          check(parameter, request, problems);
        }
        problems.check();
      }
      return true;
    }

    private static void check(
        MethodParameter parameter, HttpServletRequest request, Problems problems) {
      String name = parameter.getParameterName();
      String value = name == null ? null : request.getParameter(name);
      if (name == null || value == null || !parameter.hasParameterAnnotation(RequestParam.class)) {
        return;
      }
      Class<?> type = parameter.getParameterType();
      if (type == boolean.class) {
        problems.addUnless(TRUTH.matcher(value).matches(), name, "must be true or false");
      } else if (type == int.class) {
        problems.addUnless(WHOLE.matcher(value).matches(), name, "must be a whole number");
      }
    }
  }
}
