package caravan.crm;

import java.io.IOException;
import java.io.Reader;
import java.util.Iterator;
import java.util.List;

/**
 * The records of a file, one after the other, without holding the file in memory. A place from
 * which nothing more can be read is the last line.
 */
interface Lines extends Iterator<Line> {

  /** What people should know of the file as a whole, such as columns that are not used. */
  List<String> remarks();

  /** Reads records of one kind in one format. */
  interface Format {

    /**
     * Begins to read.
     *
     * @throws IOException if the file cannot be read at all
     */
    Lines read(Reader reader) throws IOException;
  }
}
