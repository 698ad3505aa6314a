package dev.attune.encoder.clip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "salt &amp; pepper|salt & pepper",
        "salt &amp;amp; pepper|salt & pepper",
        "&lt;b&gt; &#39;x&#x27; &quot;|<b> 'x' \"",
        "<i> &amp; &rsquo;|<i> & \u2019",
        "it\u2019s \u201cthis\u201d|it's \"this\"",
        "&unknown; &#0; &#55296; &#9999999; &|&unknown; &#0; &#55296; &#9999999; &",
        "e\u0301t\u00e9|\u00e9t\u00e9",
        "\ufb01sh \uff21\uff22\u3000C|fish ab c",
        "\u00a0 \u2003x\u00a0|x",
        "a\u0000b\ufeff|ab",
        "\u00c4\u00d6\u0130|\u00e4\u00f6i\u0307",
      })
  void textsAreCleanedAsClipDoes(String text, String clean) {
    assertThat(ClipText.clean(text)).isEqualTo(clean);
  }

  @Test
  void whiteSpaceIsOneBlank() {
    assertThat(ClipText.clean(" A Photo\tof  a\r\ncat\n")).isEqualTo("a photo of a cat");
  }
}
