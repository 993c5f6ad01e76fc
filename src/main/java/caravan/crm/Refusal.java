package caravan.crm;

/**
 * What is wrong with a record.
 *
 * @param field the field; blank if it is about the whole record
 * @param reason what is wrong, and what would be taken
 */
public record Refusal(String field, String reason) {

  @Override
  public String toString() {
    return field.isBlank() ? reason : field + ": " + reason;
  }
}
