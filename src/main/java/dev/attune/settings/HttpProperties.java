package dev.attune.settings;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Who may send what, and for how long. A record of its own, since only the web room asks.
 *
 * @param trustedProxies {@code ATTUNE_HTTP_TRUSTEDPROXIES}: addresses and networks (10.0.0.0/8) of
 *     the proxies whose {@code X-Forwarded} headers are believed, separated by commas
 * @param hosts {@code ATTUNE_HTTP_HOSTS}: names that Attune answers to where there are credentials,
 *     separated by commas; without any it answers to all
 * @param maxConnections {@code ATTUNE_HTTP_MAXCONNECTIONS}: of one address at a time
 * @param grace {@code ATTUNE_HTTP_GRACE}: how long a request may fall behind {@code minRate}
 * @param minRate {@code ATTUNE_HTTP_MINRATE}: bytes a second that a request must bring, such as 1KB
 * @param maxBody {@code ATTUNE_HTTP_MAXBODY}: of a body that uploads no file, such as 1MB
 */
@Validated
@ConfigurationProperties("attune.http")
public record HttpProperties(
    @DefaultValue({}) List<String> trustedProxies,
    @DefaultValue({}) List<String> hosts,
    @DefaultValue("500") @Min(1) int maxConnections,
    @DefaultValue("20s") @NotNull Duration grace,
    @DefaultValue("1KB") @NotNull DataSize minRate,
    @DefaultValue("1MB") @NotNull DataSize maxBody) {

  public HttpProperties {
    trustedProxies = trustedProxies.stream().filter(p -> !p.isBlank()).map(String::strip).toList();
    hosts =
        hosts.stream()
            .filter(h -> !h.isBlank())
            .map(h -> h.strip().toLowerCase(Locale.ROOT))
            .toList();
    if (grace.isNegative() || grace.isZero() || minRate.toBytes() < 1 || maxBody.toBytes() < 1) {
      throw new SettingException(
          "Attune's limits of a request must be above zero.",
          "Set attune.http.grace, attune.http.min-rate and attune.http.max-body to more, or leave them out.");
    }
  }
}
