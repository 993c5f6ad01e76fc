-- Webhooks that were accepted, by the id that the sender gave the event: each counts once. Kept for some days, which is
-- longer than senders repeat one.
CREATE TABLE webhook_events (
  system      VARCHAR(20)  NOT NULL,
  event_id    VARCHAR(100) NOT NULL,
  received_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (system, event_id)
);
CREATE INDEX webhook_events_by_time ON webhook_events (received_at);

-- What accepted webhooks ask for and nobody has done yet: one row for each subject, however many events named it.
-- "mark" counts those events, so that work which began before the latest of them does not count as done.
CREATE TABLE webhook_work (
  system   VARCHAR(20)  NOT NULL,
  worker   VARCHAR(200) NOT NULL, -- the integration, or the connection that a data source is looked at with
  kind     VARCHAR(20)  NOT NULL, -- PAGE, ISSUE or DATA_SOURCE
  subject  VARCHAR(100) NOT NULL,
  mark     INTEGER      NOT NULL,
  attempts INTEGER      NOT NULL,
  first_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  next_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (worker, kind, subject)
);
CREATE INDEX webhook_work_by_next ON webhook_work (next_at);

-- How each sender stands: its latest signed event, the token that it posted for its handshake, and whether people were
-- told that it is silent.
CREATE TABLE webhook_senders (
  system       VARCHAR(20) NOT NULL PRIMARY KEY,
  heard_at     TIMESTAMP(3) WITH TIME ZONE,
  token        VARCHAR(500),
  token_at     TIMESTAMP(3) WITH TIME ZONE,
  silent_since TIMESTAMP(3) WITH TIME ZONE
);
