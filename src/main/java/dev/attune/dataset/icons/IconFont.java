package dev.attune.dataset.icons;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.IkonHandler;

/**
 * Reads outlines out of Ikonli's icon fonts, without the platform's font system, so that a picture
 * does not depend on the machine. Not safe for several threads; closes its fonts when done.
 */
final class IconFont implements AutoCloseable {

  private final List<IkonHandler> handlers = new ArrayList<>();
  private final Map<String, TrueTypeFont> fonts = new HashMap<>();

  IconFont() {
    ServiceLoader.load(IkonHandler.class, IconFont.class.getClassLoader()).forEach(handlers::add);
  }

  /**
   * The outline of one icon, moved and scaled so that its bounding box is centred on the origin and
   * its longer side is 1; y points down.
   *
   * @param icon Ikonli's description of the icon, such as {@code mdi2r-rocket}
   * @throws IllegalArgumentException when no icon font on the class path has it
   */
  Path2D outline(String icon) {
    IkonHandler handler =
        handlers.stream()
            .filter(h -> h.supports(icon))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no icon font for '" + icon + "'"));
    try {
      Ikon ikon = handler.resolve(icon);
      TrueTypeFont font = font(handler.getFontResource());
      CmapLookup cmap = font.getUnicodeCmapLookup(false);
      GlyphData glyph = font.getGlyph().getGlyph(cmap.getGlyphId(ikon.getCode()));
      if (glyph == null || cmap.getGlyphId(ikon.getCode()) == 0) {
        throw new IllegalArgumentException("the icon font has no outline for '" + icon + "'");
      }
      return normalised(glyph.getPath(), icon);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the icon font of '" + icon + "'", e);
    }
  }

  private TrueTypeFont font(URL resource) throws IOException {
    TrueTypeFont font = fonts.get(resource.getPath());
    if (font == null) {
      try (InputStream in = resource.openStream()) {
        // lenient: icon fonts often lack the tables that only text needs
        font = new TTFParser(true).parse(new RandomAccessReadBuffer(in.readAllBytes()));
      }
      fonts.put(resource.getPath(), font);
    }
    return font;
  }

  private static Path2D normalised(Path2D path, String icon) {
    Rectangle2D box = path.getBounds2D();
    double side = Math.max(box.getWidth(), box.getHeight());
    if (!(side > 0)) {
      throw new IllegalArgumentException("the outline of '" + icon + "' is empty");
    }
    AffineTransform transform = AffineTransform.getScaleInstance(1 / side, -1 / side);
    transform.translate(-box.getCenterX(), -box.getCenterY());
    return new Path2D.Double(path, transform);
  }

  @Override
  public void close() {
    for (TrueTypeFont font : fonts.values()) {
      try {
        font.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close an icon font", e);
      }
    }
    fonts.clear();
  }
}
