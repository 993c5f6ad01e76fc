package caravan.sandbox.notion;

/** Is told of every change to pages and schemas, under the world's lock. */
interface Changes {

  /** Nobody listens. */
  Changes UNHEARD =
      new Changes() {
        @Override
        public void page(Page page, String kind, Page.State before) {
          // Nobody subscribed.
        }

        @Override
        public void schema(DataSource source) {
          // Nobody subscribed.
        }
      };

  /**
   * A page has changed.
   *
   * @param kind as in its history
   * @param before null if it is new
   */
  void page(Page page, String kind, Page.State before);

  /** The properties of a data source have changed. */
  void schema(DataSource source);
}
