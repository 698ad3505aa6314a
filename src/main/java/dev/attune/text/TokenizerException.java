package dev.attune.text;

import dev.attune.weights.WeightsException;

/** Tokeniser files cannot be used; the message names the file, the row or field, and the fault. */
public class TokenizerException extends WeightsException {
  private static final long serialVersionUID = 1L;

  public TokenizerException(String file, String problem) {
    super(file, problem);
  }

  public TokenizerException(String file, String problem, Throwable cause) {
    super(file, problem, cause);
  }
}
