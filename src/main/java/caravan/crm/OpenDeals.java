package caravan.crm;

import caravan.derive.Derivation;
import caravan.derive.Derived;
import caravan.derive.MirroredRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many open deals a company has, and what they sum up to. A deal is open unless its Stage is
 * Won or Lost; one without an Amount counts, and sums up to nothing.
 */
public final class OpenDeals implements Derivation {

  private static final Set<String> CLOSED = Set.of("Won", "Lost");

  private final String companies;
  private final String deals;

  /** A company's tally. */
  private static final class Tally {
    private int open;
    private BigDecimal value = BigDecimal.ZERO;
  }

  /**
   * @param companies the id of the data source of companies, with dashes
   * @param deals the id of the data source of deals, with dashes
   */
  public OpenDeals(String companies, String deals) {
    this.companies = companies;
    this.deals = deals;
  }

  @Override
  public Derived derive(List<MirroredRow> rows, Instant now) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    for (MirroredRow row : rows) {
      if (row.dataSource().equals(companies)) {
        tallies.put(row.id(), new Tally());
      }
    }
    Set<String> remarks = new LinkedHashSet<>();
    for (MirroredRow row : rows) {
      if (row.dataSource().equals(deals) && isOpen(row)) {
        Optional<BigDecimal> amount = row.number("Amount");
        if (amount.isEmpty()) {
          remarks.add("The deal %s is open and has no Amount.".formatted(row.id()));
        }
        Set<String> related = new LinkedHashSet<>(row.pages("Company"));
        for (String company : related) {
          Tally tally = tallies.get(company);
          if (tally != null) {
            tally.open++;
            tally.value = tally.value.add(amount.orElse(BigDecimal.ZERO));
          }
        }
      }
    }
    Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
    tallies.forEach(
        (company, tally) ->
            wanted.put(
                company, Map.of("Open Deals", tally.open, "Open Value", asNotionHas(tally.value))));
    return new Derived(wanted, List.copyOf(remarks));
  }

  private static boolean isOpen(MirroredRow deal) {
    return deal.text("Stage").filter(CLOSED::contains).isEmpty();
  }

  /** Notion's numbers are double precision; another one would differ from what is read back. */
  private static BigDecimal asNotionHas(BigDecimal value) {
    return new BigDecimal(Double.toString(value.doubleValue()));
  }
}
