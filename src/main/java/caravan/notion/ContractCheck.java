package caravan.notion;

import caravan.notion.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares a data source with its contract; pure, so drift is found before a write, not by it. */
public final class ContractCheck {
  private final Contract contract;
  private final DataSourceSchema now;
  private final DataSourceSchema lastGood;
  private final Map<String, String> dataSources;
  private final List<Difference> differences = new ArrayList<>();

  private ContractCheck(
      Contract contract,
      DataSourceSchema now,
      DataSourceSchema lastGood,
      Map<String, String> dataSources) {
    this.contract = contract;
    this.now = now;
    this.lastGood = lastGood;
    this.dataSources = dataSources;
  }

  /** What keeps the data source from fulfilling the contract; empty if nothing does. */
  public static List<Difference> differences(Contract contract, DataSourceSchema now) {
    return differences(contract, now, null, Map.of());
  }

  /**
   * The same, with what was known before.
   *
   * @param lastGood the schema at the last check that found no difference, by whose ids a rename is
   *     told from a deletion and a vanished status option is noticed; null if there was none
   * @param dataSources data source ids by contract name, for relations to other contracts; one that
   *     is not there is not checked
   */
  public static List<Difference> differences(
      Contract contract,
      DataSourceSchema now,
      DataSourceSchema lastGood,
      Map<String, String> dataSources) {
    ContractCheck check = new ContractCheck(contract, now, lastGood, dataSources);
    if (now.inTrash()) {
      check.differ(
          Kind.TRASHED,
          null,
          "the data source \"%s\" (%s) is in the trash".formatted(now.title(), now.id()),
          "Restore it, or set %s to another one".formatted(contract.dataSourceSetting()));
    } else {
      contract.properties().values().forEach(check::property);
    }
    return List.copyOf(check.differences);
  }

  private void property(ContractProperty wanted) {
    SchemaProperty found = now.properties().get(wanted.name());
    if (found == null) {
      if (wanted.required()) {
        missing(wanted);
      }
      return;
    }
    boolean writable = found.knownType().map(wanted::writable).orElse(false);
    if (wanted.hubWrites() && !writable) {
      differ(
          Kind.READ_ONLY,
          wanted.name(),
          "%s is of type %s, which only Notion fills in, but the hub has to write it"
              .formatted(named(found), found.type()),
          "Make it a %s again, or %s and change %s"
              .formatted(
                  wanted.typeNames(),
                  found.knownType().map(PropertyType::instead).orElse("use another property"),
                  contract.file()));
    } else if (!wanted.allows(found.type())) {
      differ(
          Kind.RETYPED,
          wanted.name(),
          "%s is of type %s, but the contract needs %s"
              .formatted(named(found), found.type(), wanted.typeNames()),
          "Make it a %s again, or change %s".formatted(wanted.typeNames(), contract.file()));
    } else {
      options(wanted, found);
      relation(wanted, found);
    }
  }

  private void missing(ContractProperty wanted) {
    Optional<SchemaProperty> renamed = before(wanted.name()).flatMap(known -> now.byId(known.id()));
    if (renamed.isPresent()) {
      differ(
          Kind.RENAMED,
          wanted.name(),
          "property \"%s\" (id %s) is now named \"%s\""
              .formatted(wanted.name(), renamed.get().id(), renamed.get().name()),
          "Rename it back, or change " + contract.file());
    } else {
      differ(
          Kind.MISSING,
          wanted.name(),
          "property \"%s\" (%s) does not exist in \"%s\""
              .formatted(wanted.name(), wanted.typeNames(), now.title()),
          "Add it in Notion, or change " + contract.file());
    }
  }

  private void options(ContractProperty wanted, SchemaProperty found) {
    boolean created =
        wanted.createOptions() && found.knownType().map(PropertyType::createsOptions).orElse(false);
    List<String> needed = new ArrayList<>(wanted.options());
    // A status gets no option back by writing it, so one that vanished stops the hub at once.
    if (found.is(PropertyType.STATUS) && wanted.hubWrites()) {
      before(wanted.name())
          .filter(known -> known.is(PropertyType.STATUS))
          .ifPresent(
              known ->
                  known.options().stream()
                      .map(SchemaProperty.Option::name)
                      .filter(name -> !needed.contains(name))
                      .forEach(needed::add));
    }
    if (!found.knownType().map(PropertyType::hasOptions).orElse(false) || created) {
      return;
    }
    for (String option : needed) {
      if (found.option(option).isEmpty()) {
        optionMissing(wanted, found, option);
      }
    }
  }

  private void optionMissing(ContractProperty wanted, SchemaProperty found, String option) {
    Optional<SchemaProperty.Option> renamed =
        before(wanted.name())
            .flatMap(known -> known.option(option))
            .flatMap(known -> found.optionById(known.id()));
    differ(
        Kind.OPTION_MISSING,
        wanted.name(),
        renamed.isPresent()
            ? "option \"%s\" of %s is now named \"%s\""
                .formatted(option, named(found), renamed.get().name())
            : "%s has no option \"%s\"".formatted(named(found), option),
        renamed.isPresent()
            ? "Rename it back, or change the mapping"
            : "Add the option in Notion, or change the mapping");
  }

  private void relation(ContractProperty wanted, SchemaProperty found) {
    if (wanted.relationTo() == null) {
      return;
    }
    String target =
        ContractProperty.SELF.equals(wanted.relationTo())
            ? now.id()
            : dataSources.get(wanted.relationTo());
    if (target != null && !NotionId.same(target, found.relationTarget())) {
      differ(
          Kind.RELATION_TARGET,
          wanted.name(),
          "%s points to the data source %s, but the contract needs %s (%s)"
              .formatted(
                  named(found),
                  found.relationTarget() == null ? "unknown" : found.relationTarget(),
                  ContractProperty.SELF.equals(wanted.relationTo())
                      ? "its own"
                      : "that of " + wanted.relationTo(),
                  target),
          "Point the relation there, or change " + contract.file());
    }
  }

  private Optional<SchemaProperty> before(String name) {
    return lastGood == null
        ? Optional.empty()
        : Optional.ofNullable(lastGood.properties().get(name));
  }

  private static String named(SchemaProperty property) {
    return "property \"%s\" (id %s)".formatted(property.name(), property.id());
  }

  private void differ(Kind kind, String property, String message, String remedy) {
    differences.add(new Difference(kind, property, message, remedy));
  }
}
