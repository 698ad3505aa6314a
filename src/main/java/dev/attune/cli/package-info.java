/**
 * The command line: one class a command. It makes the same requests as the API, and runs them
 * without web server, queue and database.
 */
@NullMarked
package dev.attune.cli;

import org.jspecify.annotations.NullMarked;
