-- A stream that brought fewer rows than ever before: open until rows come, or a person accounts for it.
CREATE TABLE quiet_stream (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  exchange       text NOT NULL,
  department_id  int NOT NULL REFERENCES department,
  opened_at      timestamptz NOT NULL,
  first_day      text NOT NULL,              -- of the days that were quiet
  last_day       text NOT NULL,
  working_days   int NOT NULL,
  rows           bigint NOT NULL,            -- in those days
  least          bigint NOT NULL,            -- in as many days before
  state          text NOT NULL DEFAULT 'open',  -- 'zero-report', 'fault', 'rows-came'
  closed_at      timestamptz,
  closed_by      text,
  reason         text
);
CREATE UNIQUE INDEX quiet_stream_open ON quiet_stream (exchange) WHERE state = 'open';
CREATE INDEX quiet_stream_by_exchange ON quiet_stream (exchange, id);
