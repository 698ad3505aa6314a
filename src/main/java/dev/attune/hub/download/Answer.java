package dev.attune.hub.download;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of a server's answer to a request for a file, or for the rest of it.
 *
 * @param start where its body belongs in the file
 * @param total the file's size, or -1 when the answer does not say
 * @param validator a strong one, or null
 */
record Answer(int status, long start, long total, @Nullable String validator, Duration retryAfter) {
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,4}");

  static Answer of(ResponseInfo info) {
    HttpHeaders headers = info.headers();
    long start = 0;
    long total = -1;
    Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    if (info.statusCode() == 206 || info.statusCode() == 416) {
      start = -1;
      if (range.matches()) {
        start = range.group(1) == null ? -1 : Long.parseLong(range.group(1));
        total = range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
      }
    } else {
      total = headers.firstValueAsLong("Content-Length").orElse(-1);
    }
    return new Answer(info.statusCode(), start, total, validator(headers), retryAfter(headers));
  }

  private static @Nullable String validator(HttpHeaders headers) {
    Optional<String> tag = headers.firstValue("ETag").filter(t -> t.startsWith("\""));
    return tag.or(() -> headers.firstValue("Last-Modified")).orElse(null);
  }

  private static Duration retryAfter(HttpHeaders headers) {
    String value = headers.firstValue("Retry-After").orElse("");
    return SECONDS.matcher(value).matches()
        ? Duration.ofSeconds(Long.parseLong(value))
        : Duration.ZERO;
  }

  boolean busy() {
    return status == 408 || status == 429 || status >= 500;
  }
}
