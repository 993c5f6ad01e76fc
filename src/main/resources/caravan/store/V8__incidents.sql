-- What people are told of, from its beginning to its end. Something is still to be told while "told" is behind "version".
-- "channel" and "ts" are Slack's message; "pending_since" is set while nobody knows whether it was posted.
CREATE TABLE incidents (
  id            VARCHAR(36) NOT NULL PRIMARY KEY,
  fingerprint   VARCHAR(500) NOT NULL,
  kind          VARCHAR(100) NOT NULL,
  severity      VARCHAR(100) NOT NULL,
  about         VARCHAR(400) NOT NULL,
  title         TEXT NOT NULL,
  text          TEXT NOT NULL,
  ending        TEXT,
  since         TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  updated_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  closed_at     TIMESTAMP(3) WITH TIME ZONE,
  version       INTEGER NOT NULL,
  told          INTEGER NOT NULL,
  channel       VARCHAR(200),
  ts            VARCHAR(100),
  pending_since TIMESTAMP(3) WITH TIME ZONE,
  message_hash  VARCHAR(64)
);
CREATE INDEX incidents_by_fingerprint ON incidents (fingerprint);
CREATE INDEX incidents_by_end ON incidents (closed_at);
