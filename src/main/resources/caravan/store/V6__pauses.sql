-- Integrations that wait: kind is operator (somebody said so) or drift (the data source is not what the contract says).
CREATE TABLE pauses (
  integration VARCHAR(200) NOT NULL PRIMARY KEY,
  reason      TEXT NOT NULL,
  since       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  kind        VARCHAR(20) NOT NULL
);
