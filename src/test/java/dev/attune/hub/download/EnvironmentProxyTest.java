package dev.attune.hub.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxyTest {
  private static final URI SITE = URI.create("https://models.example.org/a");

  private static Proxy proxy(Map<String, String> environment, URI url) {
    return new EnvironmentProxy(environment).select(url).get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "https_proxy, http://proxy.example:3128, proxy.example, 3128",
    "HTTPS_PROXY, http://name:secret@proxy.example:8080/, proxy.example, 8080",
    "https_proxy, proxy.example:1, proxy.example, 1",
    "https_proxy, http://proxy.example, proxy.example, 80"
  })
  void readsTheAddress(String variable, String value, String host, int port) {
    InetSocketAddress address = (InetSocketAddress) proxy(Map.of(variable, value), SITE).address();
    assertThat(address.getHostString()).isEqualTo(host);
    assertThat(address.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"example.org", ".example.org", "a.b, models.example.org", "*"},
      delimiter = ';')
  void leavesHostsOutThatNeedNone(String exempt) {
    Map<String, String> environment = Map.of("https_proxy", "http://p:1", "no_proxy", exempt);
    assertThat(proxy(environment, SITE)).isEqualTo(Proxy.NO_PROXY);
    assertThat(proxy(environment, URI.create("https://notexample.com/")).type())
        .isEqualTo(exempt.equals("*") ? Proxy.Type.DIRECT : Proxy.Type.HTTP);
  }

  @Test
  void namesAnUnusableSetting() {
    assertThatThrownBy(() -> proxy(Map.of("https_proxy", "http://"), SITE))
        .hasMessageContaining("https_proxy");
  }
}
