package caravan.crm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Records in parts that can be delivered at once: in no part is a record twice, and a part begins
 * when the one before has ended, so that of several lines with one External ID the last one wins.
 */
final class Waves implements Iterator<List<Line>> {

  private static final int LARGEST = 200;

  private final Iterator<Line> lines;
  private Line waiting;

  Waves(Iterator<Line> lines) {
    this.lines = lines;
  }

  @Override
  public boolean hasNext() {
    return waiting != null || lines.hasNext();
  }

  @Override
  public List<Line> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<Line> wave = new ArrayList<>();
    Set<String> subjects = new HashSet<>();
    while (hasNext() && wave.size() < LARGEST) {
      Line line = waiting == null ? lines.next() : waiting;
      waiting = null;
      if (line.item() != null && !subjects.add(line.subject())) {
        waiting = line;
        break;
      }
      wave.add(line);
    }
    return wave;
  }
}
