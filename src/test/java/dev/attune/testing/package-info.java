/** What tests of the queue share: databases, and a task whose scores are known beforehand. */
@NullMarked
package dev.attune.testing;

import org.jspecify.annotations.NullMarked;
