package caravan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's clock plus an offset that stands in a file: all processes that opened the file leap
 * forward at the same moment, and between leaps time passes as it always does. So minutes close
 * within seconds, while what happens inside of one happens at its natural pace.
 */
public final class SharedClock extends Clock {

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private record Leap(Instant before, Instant after) {}

  private final ByteBuffer offsetMillis;
  private final List<Leap> leaps = new ArrayList<>();

  private SharedClock(ByteBuffer offsetMillis) {
    this.offsetMillis = offsetMillis;
  }

  /** The clock of that file; a file that is not there yet is made, without an offset. */
  public static SharedClock open(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("the clock's file cannot be opened: " + file, e);
    }
  }

  /** Leaps forward; only one process and thread does that. */
  public synchronized void leap(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not go back");
    }
    // In whole milliseconds, as the offset is: else what is shown in the rest of one after the leap
    // would count as from before it.
    long millis = by.toMillis();
    Instant before = instant();
    LONG.setVolatile(offsetMillis, 0, (long) LONG.getVolatile(offsetMillis, 0) + millis);
    leaps.add(new Leap(before, before.plusMillis(millis)));
  }

  /** Is set back, as a machine's clock may be; the leaps before that are forgotten. */
  public synchronized void setBack(Duration by) {
    LONG.setVolatile(offsetMillis, 0, (long) LONG.getVolatile(offsetMillis, 0) - by.toMillis());
    leaps.clear();
  }

  /** What the machine's clock showed when this clock showed that. */
  public synchronized Instant onTheMachine(Instant shown) {
    Duration offset = Duration.ZERO;
    for (Leap leap : leaps) {
      if (!shown.isBefore(leap.after())) {
        offset = offset.plus(Duration.between(leap.before(), leap.after()));
      }
    }
    return shown.minus(offset);
  }

  @Override
  public Instant instant() {
    // In this order: with the time from before a leap and the offset from after it, the result
    // would
    // lie between the two, and nobody could tell what the machine's clock showed.
    long offset = (long) LONG.getVolatile(offsetMillis, 0);
    return Instant.now().plusMillis(offset);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock shows UTC");
  }
}
