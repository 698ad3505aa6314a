package dev.attune.playground;

/** This process serves pages and computes nothing. */
public class NoEngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoEngineException() {
    super(
        "This process only serves (attune.role is web) and has no engine to adapt with. Ask a"
            + " process whose role is all or worker; its pages and API answer too.");
  }
}
