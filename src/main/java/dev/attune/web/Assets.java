package dev.attune.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/**
 * Addresses of style sheets, scripts and icons that change with what is in them: {@code @assets}.
 * Browsers keep these for long. Each is looked up once: the files are in the jar.
 */
@Component("assets")
public class Assets {
  private final ResourceUrlProvider urls;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  Assets(ResourceUrlProvider urls) {
    this.urls = urls;
  }

  /**
   * The address of a file.
   *
   * @param path below {@code /css}, {@code /js} or {@code /webjars}
   * @throws IllegalArgumentException when there is no such file
   */
  public String at(String path) {
    return known.computeIfAbsent(path, this::find);
  }

  private String find(String path) {
    String url = urls.getForLookupPath(path);
    if (url == null) {
      throw new IllegalArgumentException("There is no file " + path + ".");
    }
    return url;
  }
}
