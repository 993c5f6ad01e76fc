-- Rows of Notion from which an integration computes what the hub owns, as they were last read; "row_values" is JSON.
CREATE TABLE mirrored_rows (
  integration VARCHAR(200) NOT NULL,
  item_id     VARCHAR(100) NOT NULL,
  data_source VARCHAR(100) NOT NULL,
  row_values  TEXT NOT NULL,
  PRIMARY KEY (integration, item_id)
);
