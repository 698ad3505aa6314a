package dev.attune.web.guard;

import dev.attune.settings.HttpProperties;

/** What a connection is held to, and whose connections are not counted. */
record Limits(HttpProperties http, TrustedProxies proxies) {

  Pace pace() {
    return new Pace(http.grace(), http.minRate().toBytes(), System::nanoTime);
  }
}
