package caravan.notion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads contract files: {@code routes/contracts/<name>.yaml}. */
public final class ContractLoader {
  private static final String ENDING = ".yaml";

  private ContractLoader() {}

  /**
   * Reads one file.
   *
   * @throws ContractInvalid if it has mistakes; all of them are in the exception
   * @throws UncheckedIOException if it can't be read
   */
  public static Contract load(Path file) {
    try {
      return read(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("the contract " + file + " can't be read", e);
    }
  }

  /**
   * Reads a contract from its text.
   *
   * @param file the file that the text is from, for messages; its name is the contract's
   * @throws ContractInvalid if it has mistakes; all of them are in the exception
   */
  public static Contract read(String yaml, String file) {
    return new ContractParser(file).parse(yaml);
  }

  /**
   * Reads every contract of a folder, by name, and checks that relations point to contracts that
   * exist.
   *
   * @throws ContractInvalid with the mistakes of all files
   * @throws UncheckedIOException if the folder or a file can't be read
   */
  public static Map<String, Contract> loadAll(Path folder) {
    Loaded loaded = loadEach(folder);
    if (!loaded.problems().isEmpty()) {
      throw new ContractInvalid(loaded.problems().values().stream().flatMap(List::stream).toList());
    }
    return loaded.contracts();
  }

  /**
   * The contracts of a folder.
   *
   * @param contracts those in order, by name
   * @param problems the mistakes of the others, by the name of the file without its ending
   */
  public record Loaded(Map<String, Contract> contracts, Map<String, List<String>> problems) {}

  /**
   * Reads every contract of a folder; one with mistakes does not take the others down, but for
   * those that are related to it.
   *
   * @throws UncheckedIOException if the folder or a file can't be read
   */
  public static Loaded loadEach(Path folder) {
    Map<String, Contract> contracts = new LinkedHashMap<>();
    Map<String, List<String>> problems = new LinkedHashMap<>();
    for (Path file : files(folder)) {
      try {
        Contract contract = load(file);
        contracts.put(contract.name(), contract);
      } catch (ContractInvalid invalid) {
        String name = String.valueOf(file.getFileName());
        problems.put(name.substring(0, name.length() - ENDING.length()), invalid.problems());
      }
    }
    // A file with mistakes would make its neighbours look wrong, so relations come after.
    boolean again = true;
    while (again) {
      again = false;
      for (Contract contract : List.copyOf(contracts.values())) {
        List<String> found = new ArrayList<>();
        checkRelations(contract, contracts, problems.keySet(), found);
        if (!found.isEmpty()) {
          problems.put(contract.name(), found);
          contracts.remove(contract.name());
          again = true;
        }
      }
    }
    return new Loaded(contracts, problems);
  }

  private static void checkRelations(
      Contract contract,
      Map<String, Contract> contracts,
      Set<String> broken,
      List<String> problems) {
    for (ContractProperty property : contract.properties().values()) {
      String target = property.relationTo();
      if (target != null && broken.contains(target)) {
        problems.add(
            "%s: property \"%s\": relation-to names \"%s\", but that contract has mistakes"
                .formatted(contract.file(), property.name(), target));
      } else if (target != null
          && !target.equals(ContractProperty.SELF)
          && !contracts.containsKey(target)) {
        problems.add(
            "%s: property \"%s\": relation-to names \"%s\", but there is no such contract; there are: %s"
                .formatted(
                    contract.file(),
                    property.name(),
                    target,
                    String.join(", ", contracts.keySet())));
      } else if (property.hubWrites() && target != null) {
        Contract related = target.equals(ContractProperty.SELF) ? contract : contracts.get(target);
        if (related.key().isEmpty()) {
          problems.add(
              "%s: property \"%s\": relates records to the pages of %s, but no property there has \"key: true\", so they can't be found by their External IDs"
                  .formatted(contract.file(), property.name(), related.file()));
        }
      }
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the contracts in " + folder + " can't be read", e);
    }
  }
}
