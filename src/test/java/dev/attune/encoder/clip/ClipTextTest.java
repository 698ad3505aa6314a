package dev.attune.encoder.clip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipTextTest {

  /** Made with ftfy 6.3.1 and Python's html, as OpenAI's package uses them. */
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
        "&unknown; &#0; &#55296; &#9999999; &|&unknown; \ufffd \ufffd \ufffd &",
        "e\u0301t\u00e9|\u00e9t\u00e9",
        "\ufb01sh \uff21\uff22\u3000C|fish ab c",
        "\u00a0 \u2003x\u00a0|x",
        "a\u0000b\ufeff|ab",
        "\u00c4\u00d6\u0130|\u00e4\u00f6i\u0307",
        // no semicolon, and numbers of Windows-1252
        "salt &amp pepper|salt & pepper",
        "the dog&#39s ball|the dog's ball",
        "the dog&#146;s ball|the dog's ball",
        "the dog&#x92;s ball|the dog's ball",
        "the dog&#146s ball|the dog\u2019s ball",
        "a caf\u00e9 &#151; 5 &euro;|a caf\u00e9 \u2014 5 \u20ac",
        "caf&EACUTE; &nTILDE;|caf\u00e9 &ntilde;",
        "&notit; &notin; &ltimes &copycat|\u00acit; \u2209 <imes \u00a9cat",
        "&amp;amp;amp;amp;lt;|<",
        "&#1;a&#11;b|ab",
        "<b>&EACUTE;&#146|<b>&eacute;\u2019",
        // colours of a terminal, and controls
        "\u001b[31ma red\u001b[1;44m ball\u001b[0m|a red ball",
        "a dog\u0092s ball|a dog's ball",
        "a\u206a\ufffcb\u00adc|ab\u00adc",
        "\u0133s \ufb05|ijs \u017ft",
        "a\ud83d|a\ufffd",
      })
  void textsAreCleanedAsClipDoes(String text, String clean) {
    assertThat(ClipText.clean(text)).isEqualTo(clean);
  }

  @Test
  void fromTheFirstTagOnEntitiesAreNotRepaired() {
    assertThat(ClipText.clean("&EACUTE;\n<b>&EACUTE;\n&EACUTE;"))
        .isEqualTo("\u00e9 <b>&eacute; &eacute;");
  }

  @Test
  void whiteSpaceIsOneBlank() {
    assertThat(ClipText.clean(" A Photo\tof  a\r\ncat\n")).isEqualTo("a photo of a cat");
  }
}
