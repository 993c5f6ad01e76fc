package caravan.routes;

/**
 * An integration that needs a data source to be what a contract says.
 *
 * @param connection the connection to Notion by which it sees the data source
 * @param dataSource its id, with dashes
 * @param contract the contract's name
 */
public record ContractUse(
    String integration, String connection, String dataSource, String contract) {}
