package caravan.notion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The contracts in force: those of a folder, as it was last read. */
public final class Contracts {

  private final Path folder;
  private volatile Map<String, Contract> byName;

  /** Reads the folder; a contract with mistakes is left out, and so is what is related to it. */
  public Contracts(Path folder) {
    this.folder = folder;
    this.byName = read(it -> ContractLoader.loadEach(it).contracts());
  }

  /** All of them, by name. */
  public Map<String, Contract> all() {
    return byName;
  }

  /** The contract of that name. */
  public Optional<Contract> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Reads the folder again; from here on what it says is in force.
   *
   * @throws ContractInvalid with the mistakes of all files; then those from before stay in force
   */
  public void reload() {
    byName = read(ContractLoader::loadAll);
  }

  private Map<String, Contract> read(Function<Path, Map<String, Contract>> loader) {
    return Files.isDirectory(folder)
        ? Collections.unmodifiableMap(new LinkedHashMap<>(loader.apply(folder)))
        : Map.of();
  }
}
