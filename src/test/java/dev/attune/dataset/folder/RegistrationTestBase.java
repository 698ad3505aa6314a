package dev.attune.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.icons.BuiltInDatasets;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with made-up folders of pictures, and what registers them. */
abstract class RegistrationTestBase {
  private static final BuiltInDatasets BUILT_IN = new BuiltInDatasets();

  @TempDir Path home;
  Path data;
  Registrar registrar;
  RegisteredDatasets datasets;

  @BeforeEach
  void open() throws IOException {
    data = Files.createDirectories(RegisteredDatasets.folder(home));
    registrar = new Registrar(data, BUILT_IN);
    datasets = new RegisteredDatasets(data);
  }

  void assertNothingIsRegistered(String name, String layout, String path, String message) {
    assertThatThrownBy(() -> registrar.plan(request(name, layout, path)))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(home.toString());
    assertThat(registrar.unfinished()).isEmpty();
    assertThat(datasets.find(name)).isEmpty();
  }

  Registration register(String name, String layout) throws IOException {
    return register(request(name, layout, name));
  }

  Registration register(RegistrationRequest request) throws IOException {
    return registrar.register(request, registrar.plan(request).get(0), (done, bytes) -> true);
  }

  static RegistrationRequest request(String name, String layout, String path) {
    return new RegistrationRequest(name, layout, path, false);
  }

  void picture(String file, int colour) throws IOException {
    Files.createDirectories(data.resolve(file).getParent());
    Files.write(data.resolve(file), png(colour));
  }

  void write(String file, String text) throws IOException {
    Files.createDirectories(data.resolve(file).getParent());
    Files.writeString(data.resolve(file), text);
  }

  static byte[] png(int colour) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, colour);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
