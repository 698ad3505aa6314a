/** What people type, on its way to a request. */
@NullMarked
package dev.attune.form;

import org.jspecify.annotations.NullMarked;
