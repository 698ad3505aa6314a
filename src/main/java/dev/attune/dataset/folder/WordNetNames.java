package dev.attune.dataset.folder;

import java.util.Optional;
import java.util.regex.Pattern;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * Names of ImageNet's classes from WordNet 3.0: an id such as {@code n01440764} is the place of a
 * noun's synset in that version's file, and of that version only.
 */
final class WordNetNames {
  private static final Pattern ID = Pattern.compile("n\\d{8}");
  private static final String DATA = "/net/sf/extjwnl/data/wordnet/wn30/res_properties.xml";

  private final Dictionary dictionary;

  WordNetNames() {
    try {
      dictionary = Dictionary.getResourceInstance(DATA);
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet 3.0 cannot be opened", e);
    }
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The first word of a synset, such as {@code great white shark}. */
  Optional<String> name(String id) {
    if (!isId(id)) {
      return Optional.empty();
    }
    long offset = Long.parseLong(id.substring(1));
    try {
      Synset synset = dictionary.getSynsetAt(POS.NOUN, offset);
      return synset == null || synset.getOffset() != offset || synset.getWords().isEmpty()
          ? Optional.empty()
          : Optional.of(synset.getWords().get(0).getLemma().replace('_', ' '));
    } catch (JWNLException | RuntimeException e) {
      // At a place where no synset begins the reader stumbles over the middle of a line.
      return Optional.empty();
    }
  }
}
