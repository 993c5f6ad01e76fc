package caravan.sandbox.slack;

/**
 * A channel.
 *
 * @param id such as C0000000001
 * @param name without the hash sign
 * @param member whether the app was invited; it can neither read nor write elsewhere
 */
public record SlackChannel(String id, String name, boolean member, boolean archived) {}
