package dev.attune.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.settings.AttuneProperties;
import dev.attune.task.Episode;
import dev.attune.task.NamedCandidate;
import dev.attune.task.NamedStep;
import dev.attune.task.SampleResult;
import dev.attune.testing.MadeMethods;
import dev.attune.vision.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.ObjectNode;

class SessionStoreTest {
  private static final PictureIntake.Taken PICTURE =
      new PictureIntake.Taken(new RgbImage(1, 1, new byte[3]), List.of());

  @TempDir private Path home;

  private SessionStore store(int maxKept) {
    return new SessionStore(
        new AttuneProperties(
            home,
            "cpu",
            AttuneProperties.Role.ALL,
            0,
            false,
            0,
            new AttuneProperties.Queue(1, 1, 1),
            new AttuneProperties.Uploads(
                DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofHours(1), maxKept),
            new AttuneProperties.Videos(DataSize.ofMegabytes(500)),
            new AttuneProperties.Security("attune", null, List.of()),
            new AttuneProperties.Pytorch(null)));
  }

  private static Session session(String id, Instant createdAt) {
    ObjectNode method =
        MadeMethods.json(
            MadeMethods.of(
                "rlcf-tune",
                "steps",
                1,
                "learningRate",
                1e-4,
                "weightDecay",
                5e-4,
                "sampleK",
                3,
                "views",
                8,
                "selection",
                0.5,
                "cropScale",
                0.7,
                "reward.models",
                List.of("judge"),
                "batchNorm.statistics",
                "running"));
    Episode.Answer answer = new Episode.Answer("a", List.of(new SampleResult.Candidate("a", 0.5)));
    return new Session(
        id,
        "classification",
        SessionStatus.COMPLETED,
        createdAt,
        new Session.Picture(1, 1, List.of("note")),
        null,
        new Session.Setup(List.of("a", "b"), null, null, null, "model", "rlcf-tune", 3, method),
        new Episode(
            answer,
            List.of(new NamedStep(0.5, List.of(new NamedCandidate("a", 0.6, -0.1)))),
            answer,
            List.of("cut")),
        1.5,
        null);
  }

  @Test
  void aSessionComesBackAsItWas() {
    SessionStore store = store(10);
    Session session = session(store.newId(), Instant.now());
    store.create(session, PICTURE);
    assertThat(store.find(session.id())).contains(session);
    assertThat(store.picture(session.id())).isPresent();
  }

  @Test
  void nothingOutsideOfTheFolderIsNamedByAnId() throws IOException {
    Files.writeString(home.resolve("session.json"), "{}");
    SessionStore store = store(10);
    for (String id : List.of("..", "", ".", "a/../..", "0".repeat(31), "0".repeat(32), "%2e%2e")) {
      assertThat(store.find(id)).isEmpty();
      assertThat(store.picture(id)).isEmpty();
    }
    assertThat(store.newId()).hasSize(32).isNotEqualTo(store.newId());
  }

  @Test
  void whatHasExpiredIsNotFoundAndThenDeleted() throws IOException {
    SessionStore store = store(10);
    Session old = session(store.newId(), Instant.now().minus(Duration.ofHours(2)));
    Session fresh = session(store.newId(), Instant.now());
    store.create(old, PICTURE);
    store.create(fresh, PICTURE);
    assertThat(store.find(old.id())).isEmpty();
    age(old, Duration.ofHours(2));
    store.sweep(id -> false);
    assertThat(folder(old)).doesNotExist();
    assertThat(store.find(fresh.id())).isPresent();
  }

  @Test
  void theOldestGoWhenThereAreTooMany() throws IOException {
    SessionStore store = store(2);
    Session[] all = new Session[4];
    for (int i = 0; i < all.length; i++) {
      all[i] = session(store.newId(), Instant.now());
      store.create(all[i], PICTURE);
      age(all[i], Duration.ofMinutes(10L * (all.length - i)));
    }
    store.sweep(id -> id.equals(all[0].id()));
    assertThat(folder(all[0])).as("spared").exists();
    assertThat(folder(all[1])).doesNotExist();
    assertThat(folder(all[2])).exists();
    assertThat(folder(all[3])).exists();
  }

  private void age(Session session, Duration age) throws IOException {
    Files.setLastModifiedTime(folder(session), FileTime.from(Instant.now().minus(age)));
  }

  private Path folder(Session session) {
    return home.resolve("uploads").resolve(session.id());
  }
}
