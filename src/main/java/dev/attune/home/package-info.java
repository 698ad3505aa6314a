/** The first page. It stands above the features, since it shows what each of them has to tell. */
@NullMarked
package dev.attune.home;

import org.jspecify.annotations.NullMarked;
