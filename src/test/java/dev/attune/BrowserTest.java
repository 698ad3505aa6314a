package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrowserTest {
  @RegisterExtension static final Browser BROWSER = new Browser();

  @Test
  void runsScriptsAndFindsText() {
    BROWSER.page().setContent("<p id=a>before</p><script>a.textContent = 'a' + 'fter'</script>");
    assertThat(BROWSER.page().locator("#a").textContent()).isEqualTo("after");
  }
}
