package caravan.crm;

import java.util.NoSuchElementException;

/** Records that are read one ahead, so that it is known whether there is a next one. */
abstract class LinesAhead implements Lines {

  private Line next;

  /**
   * The record after those read so far; null if there is none. Not called again after that, nor
   * after a place from which nothing can be read.
   */
  abstract Line read();

  /** Reads the first record; once, before any is asked for. */
  final void begin() {
    next = read();
  }

  @Override
  public final boolean hasNext() {
    return next != null;
  }

  @Override
  public final Line next() {
    Line line = next;
    if (line == null) {
      throw new NoSuchElementException();
    }
    next = line.isEnd() ? null : read();
    return line;
  }
}
