-- What a source handed over is remembered for ever: each page or issue as it was then, or how it left the source.
CREATE TABLE known_items (
  integration    VARCHAR(200) NOT NULL,
  item_id        VARCHAR(100) NOT NULL,
  state          VARCHAR(20)  NOT NULL,
  title_property VARCHAR(2000),
  title          VARCHAR(2000),
  url            VARCHAR(2000),
  last_edited    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  row_hash       VARCHAR(64)  NOT NULL,
  read_at        TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (integration, item_id)
);
INSERT INTO known_items (integration, item_id, state, last_edited, row_hash, read_at)
  SELECT integration, page_id, 'PRESENT', last_edited, row_hash, read_at FROM seen_pages;
DROP TABLE seen_pages;

-- Complete readings of a source: kind is SWEEP or RECONCILE.
CREATE TABLE sweeps (
  integration VARCHAR(200) NOT NULL,
  kind        VARCHAR(20)  NOT NULL,
  counts_from TIMESTAMP(3) WITH TIME ZONE NOT NULL, -- the next one is due at the first moment of its schedule after this
  tried_at    TIMESTAMP(3) WITH TIME ZONE,          -- when one failed since then
  listed_at   TIMESTAMP(3) WITH TIME ZONE,          -- when everything was last listed
  asked_with  VARCHAR(50),                          -- the sync.max-deletes with which the last one stopped and asked
  PRIMARY KEY (integration, kind)
);
