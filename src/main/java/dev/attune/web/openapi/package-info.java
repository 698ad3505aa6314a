/**
 * What the API says of itself in OpenAPI: what records look like in JSON, what parameters may be,
 * and which answers each address can give. Features add what only they know.
 */
@NullMarked
package dev.attune.web.openapi;

import org.jspecify.annotations.NullMarked;
