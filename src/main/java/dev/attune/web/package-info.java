/**
 * What all pages and the whole API share: the page's skeleton, security, the form of an error, how
 * numbers are written. It knows no feature, so that each can be built and changed on top of it.
 */
@NullMarked
package dev.attune.web;

import org.jspecify.annotations.NullMarked;
