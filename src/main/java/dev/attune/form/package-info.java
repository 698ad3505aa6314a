/** What people type into a page, on its way to a request of the API, and what is wrong with it. */
@NullMarked
package dev.attune.form;

import org.jspecify.annotations.NullMarked;
