-- What operators asked to hand over again; done, and dropped, when the integration's next poll begins.
CREATE TABLE resyncs (
  integration VARCHAR(200) NOT NULL PRIMARY KEY,
  from_at     TIMESTAMP(3) WITH TIME ZONE, -- what was edited since then; null for everything
  asked_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
