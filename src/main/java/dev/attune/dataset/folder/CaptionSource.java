package dev.attune.dataset.folder;

import java.io.IOException;
import java.util.List;

/** A caption file: what it says, not yet compared with the folder. */
interface CaptionSource {

  /**
   * Reads the file from its start, never holding all captions.
   *
   * @throws RegistrationException when it is no caption file of its kind, naming the place
   */
  void forEach(Visitor visitor) throws IOException;

  /** Takes what is read, in the order of the file. */
  interface Visitor {
    void entry(Entry entry) throws IOException;

    /** A picture that the file knows and that was not asked for: of another split or domain. */
    void elsewhere(String file);

    /** What cannot be an entry, by name. */
    void leftOut(Flaw flaw, String what);
  }

  /**
   * One picture, or one caption of it.
   *
   * @param where it stands, for messages
   * @param file as the caption file has it; empty when it has none
   * @param whole whether it holds all captions of the picture, so that a second one is a duplicate
   */
  record Entry(String where, String file, boolean whole, List<String> captions) {}
}
