-- Rows of Notion sources are remembered for ever: each one as it was last handed over, or how it left the data source.
ALTER TABLE seen_pages RENAME TO known_pages;
ALTER TABLE known_pages ADD COLUMN state          VARCHAR(20) DEFAULT 'PRESENT' NOT NULL;
ALTER TABLE known_pages ADD COLUMN title_property VARCHAR(2000);
ALTER TABLE known_pages ADD COLUMN title          VARCHAR(2000);
ALTER TABLE known_pages ADD COLUMN url            VARCHAR(2000);

-- Complete readings of a source: kind is SWEEP or RECONCILE.
CREATE TABLE sweeps (
  integration VARCHAR(200) NOT NULL,
  kind        VARCHAR(20)  NOT NULL,
  counts_from TIMESTAMP(3) WITH TIME ZONE NOT NULL, -- the next one is due at the first moment of its schedule after this
  tried_at    TIMESTAMP(3) WITH TIME ZONE,          -- when one failed since then
  listed_at   TIMESTAMP(3) WITH TIME ZONE,          -- when all rows were last listed
  asked_with  VARCHAR(50),                          -- the sync.max-deletes with which the last one stopped and asked
  PRIMARY KEY (integration, kind)
);
