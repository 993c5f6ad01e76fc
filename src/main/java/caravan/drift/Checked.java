package caravan.drift;

import caravan.notion.ContractBroken;
import caravan.notion.DataSourceSchema;
import java.time.Instant;

/**
 * A check of a data source.
 *
 * @param schema what it looks like; null if Notion does not show it
 * @param verdict what was found
 * @param at when it was read
 */
public record Checked(DataSourceSchema schema, Verdict verdict, Instant at) {

  /**
   * The schema.
   *
   * @throws ContractBroken if Notion does not show it
   */
  public DataSourceSchema shown() {
    if (schema == null) {
      throw new ContractBroken(verdict.text());
    }
    return schema;
  }
}
