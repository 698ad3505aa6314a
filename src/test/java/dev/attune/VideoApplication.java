package dev.attune;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * A test of videos with nothing replaced: the real engine and built-in models, over HTTP. Videos
 * may be larger than all other bodies. All such tests share one application; see {@link
 * MotionClips}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "attune.home=" + MotionClips.HOME,
      "attune.demo=false",
      "attune.shard-size=3",
      "attune.uploads.max-video-size=3MB",
      "spring.servlet.multipart.max-file-size=1MB",
      "spring.servlet.multipart.max-request-size=2MB",
      "spring.datasource.url=jdbc:h2:mem:videos;DB_CLOSE_DELAY=-1"
    })
@interface VideoApplication {}
