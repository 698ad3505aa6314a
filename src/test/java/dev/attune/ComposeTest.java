package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The compose file, by the client where there is one, and by what it says. */
class ComposeTest {
  private static final Path FILE = Path.of("docker-compose.yml");

  @ParameterizedTest
  @ValueSource(strings = {"", "--profile gpu"})
  void theClientTakesItWithAPasswordOnly(String profile) throws Exception {
    List<String> client = client();
    assumeTrue(!client.isEmpty(), "skipped: there is no docker-compose here");
    List<String> command = new ArrayList<>(client);
    command.addAll(profile.isEmpty() ? List.of() : List.of(profile.split(" ")));
    command.addAll(List.of("config", "-q"));

    assertThat(run(command, "secret").status()).isZero();
    Ended without = run(command, null);
    assertThat(without.status()).isNotZero();
    assertThat(without.said()).contains("choose the password of the pages");
  }

  @Test
  @SuppressWarnings("unchecked")
  void onlyThePagesArePublishedAndWorkersHaveTimeToStop() throws IOException {
    Map<String, Object> file = new Yaml().load(Files.readString(FILE));
    Map<String, Map<String, Object>> services =
        (Map<String, Map<String, Object>>) file.get("services");

    assertThat(services).containsOnlyKeys("database", "web", "worker", "worker-gpu");
    services.forEach(
        (name, service) -> {
          assertThat(service).as(name).containsKeys("healthcheck", "volumes");
          assertThat(service.containsKey("ports")).as(name).isEqualTo(name.equals("web"));
          assertThat(service.containsKey("profiles")).as(name).isEqualTo(name.endsWith("gpu"));
          if (!name.equals("database")) {
            assertThat(service).as(name).containsEntry("stop_grace_period", "70s");
          }
        });
    // what Compose 1.29 refuses
    assertThat(file).doesNotContainKeys("name", "version", "secrets");
  }

  @Test
  void theImagesAreNotRootAndNeedNoHome() throws IOException {
    String text = Files.readString(Path.of("Dockerfile"));

    List<String> images = List.of(text.split("(?m)^FROM ")).subList(2, 4);
    assertThat(images)
        .allSatisfy(
            image ->
                assertThat(image)
                    .contains("USER attune", "--no-create-home", "DJL_CACHE_DIR=/attune/"));
  }

  private static List<String> client() throws Exception {
    for (List<String> client : List.of(List.of("docker-compose"), List.of("docker", "compose"))) {
      List<String> command = new ArrayList<>(client);
      command.add("version");
      try {
        if (run(command, "secret").status() == 0) {
          return client;
        }
      } catch (IOException e) {
        // it is not installed
      }
    }
    return List.of();
  }

  private record Ended(int status, String said) {}

  private static Ended run(List<String> command, String password) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("ATTUNE_SECURITY_PASSWORD");
    if (password != null) {
      builder.environment().put("ATTUNE_SECURITY_PASSWORD", password);
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
