package caravan.sandbox.notion;

import java.util.List;

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

  /** Adds blocks to the end of a page; gives the ids of the direct ones. */
  List<String> append(Page page, List<NewBlock> blocks) {
    Parent parent = new Parent(Parent.Kind.PAGE, page.id());
    String by = world.bot().id();
    List<String> made = bodies.insert(parent, page.children().size(), blocks, world.now(), by);
    bodies.touched(parent, "body", by);
    return made;
  }

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
