-- What the hub last wrote as the body of a record's page: a hash for each block. "whole" is false while a write is under
-- way or broke off; then the blocks are those of before and after.
CREATE TABLE written_bodies (
  target      VARCHAR(200) NOT NULL,
  external_id VARCHAR(500) NOT NULL,
  whole       BOOLEAN NOT NULL,
  blocks      TEXT NOT NULL,
  updated_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (target, external_id)
);

-- Bodies that were left as people had edited them, until they are written again. People are told of each once.
CREATE TABLE body_conflicts (
  target      VARCHAR(200) NOT NULL,
  external_id VARCHAR(500) NOT NULL,
  integration VARCHAR(200) NOT NULL,
  page_id     VARCHAR(200) NOT NULL,
  found_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  told_at     TIMESTAMP(3) WITH TIME ZONE,
  PRIMARY KEY (target, external_id)
);
CREATE INDEX body_conflicts_by_integration ON body_conflicts (integration, told_at);
