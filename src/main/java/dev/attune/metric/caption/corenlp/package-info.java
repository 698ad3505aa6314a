/** SPICE's scene graphs from Stanford CoreNLP, which is not shipped but read from a folder. */
@NullMarked
package dev.attune.metric.caption.corenlp;

import org.jspecify.annotations.NullMarked;
