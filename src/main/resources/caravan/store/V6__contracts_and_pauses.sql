-- Integrations that stand still: "kind" is operator (until a person resumes it) or drift (until the contract holds again).
CREATE TABLE pauses (
  integration VARCHAR(200) NOT NULL PRIMARY KEY,
  reason      TEXT NOT NULL,
  since       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  kind        VARCHAR(20) NOT NULL
);

-- What was seen of a data source when an integration's contract last held, as JSON: property ids, names, types, options and
-- relation targets, and where it lies. Drift is judged against it. "seen" is null if the contract never held. "drifted_at" is
-- set once people were told that it does not hold any more.
CREATE TABLE baselines (
  integration VARCHAR(200) NOT NULL,
  contract    VARCHAR(200) NOT NULL,
  data_source VARCHAR(100) NOT NULL,
  seen        TEXT,
  taken_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  drifted_at  TIMESTAMP(3) WITH TIME ZONE,
  PRIMARY KEY (integration, contract, data_source)
);
