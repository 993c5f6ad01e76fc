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
  private final Baseline baseline;
  private final Map<String, String> dataSources;
  private final List<Difference> differences = new ArrayList<>();

  private ContractCheck(
      Contract contract, DataSourceSchema now, Baseline baseline, Map<String, String> dataSources) {
    this.contract = contract;
    this.now = now;
    this.baseline = baseline;
    this.dataSources = dataSources;
  }

  /** What keeps the data source from fulfilling the contract; empty if nothing does. */
  public static List<Difference> differences(Contract contract, DataSourceSchema now) {
    return differences(contract, now, null, Map.of());
  }

  /**
   * The same, with what was known before.
   *
   * @param baseline what was seen when the contract last held, by whose ids a rename is told from a
   *     deletion and a vanished status option is noticed; null if it never held
   * @param dataSources data source ids by contract name, for relations to other contracts; one that
   *     is not there is not checked
   */
  public static List<Difference> differences(
      Contract contract, DataSourceSchema now, Baseline baseline, Map<String, String> dataSources) {
    ContractCheck check = new ContractCheck(contract, now, baseline, dataSources);
    if (now.inTrash()) {
      check.differ(
          Kind.TRASHED,
          null,
          "the data source \"%s\" (%s) is in the trash".formatted(now.title(), now.id()),
          "Restore it, or set %s to another one".formatted(contract.dataSourceSetting()));
    } else {
      check.place();
      contract.properties().values().forEach(check::property);
    }
    return List.copyOf(check.differences);
  }

  private void place() {
    if (baseline == null) {
      return;
    }
    boolean otherDatabase =
        baseline.databaseId() != null
            && now.databaseId() != null
            && !NotionId.same(baseline.databaseId(), now.databaseId());
    boolean otherPlace =
        baseline.place() != null && now.place() != null && !baseline.place().equals(now.place());
    if (otherDatabase || otherPlace) {
      differ(
          Kind.MOVED,
          null,
          otherDatabase
              ? "the data source \"%s\" is now in the database %s, and was in %s"
                  .formatted(now.title(), now.databaseId(), baseline.databaseId())
              : "the database of \"%s\" now lies in %s, and lay in %s"
                  .formatted(now.title(), now.place(), baseline.place()),
          "Move it back, or leave it there");
    }
  }

  private void property(ContractProperty wanted) {
    SchemaProperty found = now.properties().get(wanted.name());
    Optional<SchemaProperty> renamed = renamed(wanted.name());
    if (renamed.isPresent()) {
      renamed(wanted.name(), renamed.get(), found);
      return;
    }
    if (found == null) {
      if (wanted.required()) {
        missing(wanted);
      }
      return;
    }
    addedAgain(wanted, found);
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
          "%s is of type %s%s, but the contract needs %s"
              .formatted(named(found), found.type(), formerly(wanted, found), wanted.typeNames()),
          "Make it a %s again, or change %s".formatted(wanted.typeNames(), contract.file()));
    } else {
      options(wanted, found);
      relation(wanted, found);
    }
  }

  /** The property that had this name, if it has another one now. */
  private Optional<SchemaProperty> renamed(String name) {
    return before(name)
        .flatMap(known -> now.byId(known.id()))
        .filter(same -> !same.name().equals(name));
  }

  private void renamed(String name, SchemaProperty same, SchemaProperty found) {
    String other = found == null ? "" : "; another one (id %s) has its name".formatted(found.id());
    differ(
        Kind.RENAMED,
        name,
        "property \"%s\" (id %s) is now named \"%s\"%s"
            .formatted(name, same.id(), same.name(), other),
        "Rename it back, or change " + contract.file());
  }

  private void missing(ContractProperty wanted) {
    differ(
        Kind.MISSING,
        wanted.name(),
        "property \"%s\" (%s) does not exist in \"%s\""
            .formatted(wanted.name(), wanted.typeNames(), now.title()),
        before(wanted.name()).isPresent()
            ? "Restore it in Notion, or change " + contract.file()
            : "Add it in Notion, or change " + contract.file());
  }

  private void addedAgain(ContractProperty wanted, SchemaProperty found) {
    before(wanted.name())
        .filter(known -> !NotionId.sameProperty(known.id(), found.id()))
        .ifPresent(
            known ->
                differ(
                    Kind.ADDED_AGAIN,
                    wanted.name(),
                    "property \"%s\" was deleted and added again (its id was %s and is %s), so its values may be lost"
                        .formatted(wanted.name(), known.id(), found.id()),
                    "Look whether its values are as they should be"));
  }

  private void options(ContractProperty wanted, SchemaProperty found) {
    boolean created =
        wanted.createOptions() && found.knownType().map(PropertyType::createsOptions).orElse(false);
    List<String> needed = new ArrayList<>(wanted.options());
    if (Baseline.needsAll(wanted, found)) {
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
    boolean self = ContractProperty.SELF.equals(wanted.relationTo());
    String named = wanted.relationTo() == null ? null : dataSources.get(wanted.relationTo());
    String seen = before(wanted.name()).map(SchemaProperty::relationTarget).orElse(null);
    boolean byName = self || named != null;
    String target = self ? now.id() : byName ? named : seen;
    if (!found.is(PropertyType.RELATION)) {
      return;
    }
    if (target != null && !NotionId.same(target, found.relationTarget())) {
      differ(
          Kind.RELATION_TARGET,
          wanted.name(),
          "%s points to the data source %s, but the contract needs %s (%s)"
              .formatted(
                  named(found),
                  found.relationTarget() == null ? "unknown" : found.relationTarget(),
                  relationTarget(self, byName, wanted),
                  target),
          "Point the relation there, or change " + contract.file());
    }
  }

  private String formerly(ContractProperty wanted, SchemaProperty found) {
    return before(wanted.name())
        .filter(known -> !known.type().equals(found.type()))
        .map(known -> " and was a " + known.type())
        .orElse("");
  }

  private static String relationTarget(boolean self, boolean byName, ContractProperty wanted) {
    if (self) {
      return "its own";
    }
    return byName ? "that of " + wanted.relationTo() : "the one that it had";
  }

  private Optional<SchemaProperty> before(String name) {
    return baseline == null ? Optional.empty() : baseline.property(name);
  }

  private static String named(SchemaProperty property) {
    return "property \"%s\" (id %s)".formatted(property.name(), property.id());
  }

  private void differ(Kind kind, String property, String message, String remedy) {
    differences.add(new Difference(kind, property, message, remedy));
  }
}
