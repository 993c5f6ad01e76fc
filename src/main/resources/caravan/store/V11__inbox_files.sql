-- Files of an inbox whose every record was handed over, by their content: the same content is not delivered again,
-- whatever it is called.
CREATE TABLE inbox_files (
  integration  VARCHAR(200) NOT NULL,
  kind         VARCHAR(100) NOT NULL,
  content_hash VARCHAR(64)  NOT NULL,
  name         VARCHAR(500) NOT NULL,
  done_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (integration, kind, content_hash)
);
