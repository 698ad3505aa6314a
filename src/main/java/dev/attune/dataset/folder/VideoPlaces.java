package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Videos anywhere below a folder, each a file or a folder of frames, named with their folders and
 * their ending or without them, and with ActivityNet's {@code v_} or without. Of two with the same
 * name the ending that comes first here is it.
 */
final class VideoPlaces implements SamplePlaces {
  private static final List<String> ENDINGS =
      List.of(
          "mp4", "webm", "mkv", "mov", "avi", "gif", "ts", "mpg", "mpeg", "m4v", "flv", "wmv",
          "ogv");

  /** Films, and videos of several years, lie in folders of their own. */
  private static final int DEPTH = 4;

  private final Path root;
  private final boolean all;

  private final TreeSet<String> files = new TreeSet<>();

  /** By their names without folders, and without ending. */
  private final Map<String, String> byName = new HashMap<>();

  /**
   * @param all whether each video there should be named, and is reported when it is not
   */
  VideoPlaces(Path root, boolean all) {
    this.root = root;
    this.all = all;
  }

  @Override
  public String kind() {
    return "video";
  }

  @Override
  public void find(List<String> listed, List<String> elsewhere) throws IOException {
    look("", DEPTH);
    for (String ending : ENDINGS) {
      files.stream().filter(f -> ending(f).equals(ending)).forEach(this::name);
    }
    files.stream().filter(f -> !ENDINGS.contains(ending(f))).forEach(this::name);
  }

  private void name(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    byName.putIfAbsent(name, file);
    if (ENDINGS.contains(ending(file))) {
      byName.putIfAbsent(name.substring(0, name.lastIndexOf('.')), file);
    }
  }

  /** Looks at a folder; one that holds pictures is a video itself. */
  private void look(String prefix, int depth) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root.resolve(prefix))) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (SafePaths.isHidden(name)) {
          continue;
        }
        if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          if (ENDINGS.contains(ending(name))) {
            files.add(prefix + name);
          } else if (SafePaths.isPicture(name) && !prefix.isEmpty()) {
            files.add(prefix.substring(0, prefix.length() - 1));
          }
        } else if (depth > 0) {
          look(prefix + name + "/", depth - 1);
        }
      }
    }
  }

  private static String ending(String file) {
    return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  public String file(String listed) {
    if (files.contains(listed)) {
      return listed;
    }
    String name = listed.substring(listed.lastIndexOf('/') + 1);
    String stem = ENDINGS.contains(ending(name)) ? name.substring(0, name.lastIndexOf('.')) : name;
    String bare = VideoIds.bare(stem);
    return Stream.of(name, stem, bare, VideoIds.PREFIX + bare)
        .map(byName::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(listed);
  }

  @Override
  public boolean holds(String file) {
    return files.contains(file);
  }

  @Override
  public void visit(ClassFolders.FileVisitor visitor) throws IOException {
    if (all) {
      for (String file : files) {
        visitor.file(file);
      }
    }
  }
}
