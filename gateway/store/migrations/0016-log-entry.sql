-- What the exchange log is searched by: made from the log after the fact, never believed by its verification, and made
-- again from it whenever one likes. A row is slim, and its only other index is that of the record, for there are
-- several to each record; everything else is found through log_block.
CREATE TABLE log_word (
  id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  word         text NOT NULL UNIQUE          -- station, department, dataset, target, actor or code
);
CREATE TABLE log_entry (
  log_index    bigint PRIMARY KEY,
  at           timestamptz NOT NULL,
  record_id    uuid,
  run          bigint,
  version      int,
  station      int NOT NULL,                 -- this and the next: log_word
  department   int NOT NULL,
  actor        int NOT NULL,
  dataset      int,
  target       int,
  code         int
) PARTITION BY RANGE (log_index);
CREATE INDEX log_entry_by_record ON log_entry (record_id, log_index) WHERE record_id IS NOT NULL;
-- Which words and runs occur among 4,096 events: a rare one is found in the few blocks that have it.
CREATE TABLE log_block (
  block        bigint PRIMARY KEY,           -- log_index / 4096
  words        int[] NOT NULL,
  runs         bigint[] NOT NULL,
  first_at     timestamptz NOT NULL,
  last_at      timestamptz NOT NULL
);
CREATE TABLE log_projection (
  only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  next_index   bigint NOT NULL
);
INSERT INTO log_projection (next_index) VALUES (0);
