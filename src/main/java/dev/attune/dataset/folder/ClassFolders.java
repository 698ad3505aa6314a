package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples in class folders. Folders and the files in each are taken in the order of their names; a
 * class's files may lie in folders of its own. Links to folders are not followed.
 */
final class ClassFolders implements Listing {
  private final Path root;
  private final Map<String, Integer> labels;
  private final List<String> classNames;
  private final List<String> notes;

  /**
   * @param labels of each folder, by its path relative to the root
   */
  ClassFolders(
      Path root, Map<String, Integer> labels, List<String> classNames, List<String> notes) {
    this.root = root;
    this.labels = new TreeMap<>(labels);
    this.classNames = List.copyOf(classNames);
    this.notes = List.copyOf(notes);
  }

  /**
   * Names of the folders directly below another, in order.
   *
   * @throws RegistrationException when one of them is a link
   */
  static List<String> below(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (SafePaths.isHidden(name) || !Files.isDirectory(child)) {
          continue;
        }
        if (Files.isSymbolicLink(child)) {
          throw new RegistrationException(
              "path", "the folder %s is a link; links to folders are not followed".formatted(name));
        }
        names.add(name);
      }
    }
    names.sort(null);
    return names;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public long forEach(Visitor visitor) throws IOException {
    long passed = 0;
    for (Map.Entry<String, Integer> folder : labels.entrySet()) {
      int label = folder.getValue();
      passed +=
          visit(root, folder.getKey() + "/", file -> visitor.sample(new ListedSample(file, label)));
    }
    return passed;
  }

  /** Takes a picture's file, relative to the root. */
  @FunctionalInterface
  interface FileVisitor {
    void file(String file) throws IOException;
  }

  /**
   * Visits the pictures below a folder in order.
   *
   * @param prefix the folder with a slash after it, or nothing for the root itself
   * @return how many files are no pictures
   */
  static long visit(Path root, String prefix, FileVisitor visitor) throws IOException {
    List<String> files = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    long passed = 0;
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root.resolve(prefix))) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          folders.add(name);
        } else if (SafePaths.isPicture(name) && !SafePaths.isHidden(name)) {
          files.add(name);
        } else {
          passed++;
        }
      }
    }
    files.sort(null);
    folders.sort(null);
    for (String file : files) {
      visitor.file(prefix + file);
    }
    for (String child : folders) {
      passed += SafePaths.isHidden(child) ? 0 : visit(root, prefix + child + "/", visitor);
    }
    return passed;
  }
}
