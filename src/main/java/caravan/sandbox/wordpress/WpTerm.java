package caravan.sandbox.wordpress;

/**
 * A category or tag.
 *
 * @param id shared by both
 * @param taxonomy {@code categories} or {@code tags}
 */
public record WpTerm(long id, String taxonomy, String name, String slug) {}
