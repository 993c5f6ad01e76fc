package caravan.notion;

import java.util.ArrayList;
import java.util.List;

/** What makes no sense in a contract's words on one property, whatever the data source. */
final class ContractSense {

  private final ContractProperty property;
  private final List<String> problems = new ArrayList<>();

  private ContractSense(ContractProperty property) {
    this.property = property;
  }

  /** One sentence each, to stand behind the property's name; empty if all makes sense. */
  static List<String> problems(ContractProperty property) {
    ContractSense sense = new ContractSense(property);
    sense.key();
    sense.options();
    sense.relation();
    sense.readOnly();
    sense.derived();
    sense.wiki();
    return sense.problems;
  }

  private void key() {
    if (!property.key()) {
      return;
    }
    if (!property.types().stream()
        .allMatch(type -> type == PropertyType.RICH_TEXT || type == PropertyType.TITLE)) {
      problems.add("a key must be of type rich_text or title");
    }
    if (!property.hubWrites()) {
      problems.add("a key needs \"owner: hub\", which fills it in");
    }
  }

  private void options() {
    if (!property.options().isEmpty()
        && property.types().stream().noneMatch(PropertyType::hasOptions)) {
      problems.add("only select, status and multi_select have options");
    }
    if (property.createOptions()
        && property.types().stream().noneMatch(PropertyType::createsOptions)) {
      problems.add("options are created only in a select or multi_select");
    }
  }

  private void relation() {
    boolean relation = property.types().contains(PropertyType.RELATION);
    if (property.relationTo() != null && !relation) {
      problems.add("relation-to is for a relation");
    }
    if (relation && property.hubWrites() && property.relationTo() == null) {
      problems.add(
          "a relation that the hub writes needs relation-to: self, or the name of a contract");
    }
  }

  private void readOnly() {
    if (property.hubWrites()) {
      property.types().stream()
          .filter(type -> !property.writable(type))
          .forEach(
              type ->
                  problems.add(
                      "only Notion fills in a %s, so the hub can't write it; %s, and give this one \"owner: people\""
                          .formatted(type.json(), type.instead())));
    }
  }

  private void wiki() {
    if (property.wiki() && !property.types().contains(PropertyType.VERIFICATION)) {
      problems.add(
          "\"wiki: true\" is for a verification, not for a %s".formatted(property.typeNames()));
    }
  }

  private void derived() {
    if (property.derived() && property.required()) {
      problems.add(
          ("a %s can't be required, because Notion derives its value and may leave it out; say"
                  + " \"required: false\"")
              .formatted(property.typeNames()));
    }
    if (property.derivedAllowed() && !property.derived()) {
      problems.add(
          "\"derived: allowed\" is for a formula or rollup, not for a %s"
              .formatted(property.typeNames()));
    }
  }
}
