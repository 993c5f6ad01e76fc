package caravan.setup;

import java.util.List;

/** Looks at one thing that the hub needs, and changes nothing. */
interface Check {

  /** What is looked at, in a word or two. */
  String subject();

  /**
   * What is so.
   *
   * @throws InterruptedException if it is told to end
   */
  List<Finding> look() throws InterruptedException;
}
