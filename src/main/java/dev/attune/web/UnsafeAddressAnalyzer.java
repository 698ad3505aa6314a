package dev.attune.web;

import dev.attune.web.BindAddressRule.UnsafeAddressException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words why the process did not start. */
class UnsafeAddressAnalyzer extends AbstractFailureAnalyzer<UnsafeAddressException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnsafeAddressException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Set attune.security.password (ATTUNE_SECURITY_PASSWORD) for the pages and"
            + " attune.security.tokens (ATTUNE_SECURITY_TOKENS) for the API, or listen on this"
            + " machine only: server.address=127.0.0.1.",
        cause);
  }
}
