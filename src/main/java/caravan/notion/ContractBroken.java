package caravan.notion;

import caravan.sync.Stops;
import java.util.List;
import java.util.stream.Collectors;

/** A data source is not what its contract needs: the run stops before the next write. */
public final class ContractBroken extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  /** What differs, in one message. */
  public ContractBroken(Contract contract, List<Difference> differences) {
    super(
        "%s: %s. Nothing was written; every run stops here until it is mended. %s."
            .formatted(
                contract.name(),
                differences.stream().map(Difference::message).collect(Collectors.joining("; ")),
                differences.stream()
                    .map(Difference::remedy)
                    .distinct()
                    .collect(Collectors.joining("; "))));
  }

  /**
   * What differs, as people are told.
   *
   * @param reason whole sentences
   */
  public ContractBroken(String reason) {
    super(reason);
  }

  @Override
  public String keptAs() {
    return "drift";
  }

  @Override
  public String reason() {
    return getMessage();
  }
}
