-- What each connection to Notion may have spent of its budget, written down before it is spent: a hub that was killed
-- does not spend it a second time. Up to "requests", of them up to "background" of that lane, until "until_at".
CREATE TABLE spending (
  connection VARCHAR(100) NOT NULL,
  until_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  requests   INTEGER NOT NULL,
  background INTEGER NOT NULL,
  PRIMARY KEY (connection, until_at)
);
