package caravan.okr;

/**
 * An objective as it stands in Notion.
 *
 * @param id its page's id
 * @param title its name; blank if it has none
 * @param url its page's address; null if it is not known
 * @param quarter such as {@code 2026-Q4}; null or blank if it has none
 */
public record Objective(String id, String title, String url, String quarter) {}
