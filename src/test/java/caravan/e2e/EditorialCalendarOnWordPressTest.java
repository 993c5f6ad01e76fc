package caravan.e2e;

import caravan.testing.RealWordPress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on a real WordPress; skipped with a message where there is none. */
class EditorialCalendarOnWordPressTest extends EditorialCalendarSuite {

  private static RealWordPress wordPress;

  @BeforeAll
  static void startWordPress() {
    wordPress = RealWordPress.start();
  }

  @AfterAll
  static void stopWordPress() {
    if (wordPress != null) {
      wordPress.close();
    }
  }

  @Override
  Blog site() {
    return new Blog(wordPress.url(), RealWordPress.USER, wordPress.password());
  }
}
