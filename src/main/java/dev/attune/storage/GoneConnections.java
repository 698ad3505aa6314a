package dev.attune.storage;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Drops connections that will never work again. The pool knows the states of the standard, and H2
 * has others for a database that was closed, as it closes itself when a disk is full.
 */
final class GoneConnections implements SQLExceptionOverride {

  @java.lang.Override // the interface has a type of this name
  public Override adjudicate(SQLException exception) {
    return Outage.isGone(exception) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
