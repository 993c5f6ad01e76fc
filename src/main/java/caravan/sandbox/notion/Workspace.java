package caravan.sandbox.notion;

/**
 * The parts that act on one world, wired together.
 *
 * @param schemas changes schemas
 * @param writes checks property values
 * @param pages changes pages
 * @param bodies changes blocks
 * @param shapes shows objects
 */
record Workspace(
    World world,
    Schemas schemas,
    PropertyWrites writes,
    Pages pages,
    Bodies bodies,
    Shapes shapes,
    DataSourceEndpoints dataSources,
    DatabaseEndpoints databases) {

  static Workspace of(World world) {
    Schemas schemas = new Schemas(world);
    Bodies bodies = new Bodies(world);
    Shapes shapes = new Shapes(world);
    DataSourceEndpoints dataSources = new DataSourceEndpoints(world, shapes, schemas);
    return new Workspace(
        world,
        schemas,
        new PropertyWrites(world, schemas),
        new Pages(world, bodies),
        bodies,
        shapes,
        dataSources,
        new DatabaseEndpoints(world, shapes, dataSources));
  }
}
