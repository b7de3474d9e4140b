-- 对账: what a source has, what was stored of it, and what its receivers accepted.
CREATE TYPE reconciliation_state AS ENUM ('running', 'done', 'failed');
CREATE TABLE reconciliation (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  exchange       text NOT NULL,
  department_id  int NOT NULL,
  state          reconciliation_state NOT NULL DEFAULT 'running',
  started_at     timestamptz NOT NULL DEFAULT now(),
  ended_at       timestamptz,
  source_rows    bigint NOT NULL DEFAULT 0,
  quarantined    bigint NOT NULL DEFAULT 0,
  error_code     text
);
CREATE INDEX reconciliation_by_exchange ON reconciliation (exchange, id);

-- By the legal day of the record; '' where the row shows none.
CREATE TABLE reconciliation_day (
  reconciliation_id  bigint NOT NULL REFERENCES reconciliation,
  department_id      int NOT NULL,
  day                text NOT NULL,
  source             bigint NOT NULL,
  same               bigint NOT NULL,
  accepted           bigint NOT NULL,
  late               bigint NOT NULL,
  PRIMARY KEY (reconciliation_id, day)
);

CREATE TYPE finding_kind AS ENUM ('late', 'missed', 'suspected-concealment', 'changed-unreported', 'withdrawn-still-present');
CREATE TYPE finding_state AS ENUM ('open', 'cleared', 'confirmed', 'dismissed');
CREATE TABLE reconciliation_finding (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  exchange         text NOT NULL,
  department_id    int NOT NULL,
  kind             finding_kind NOT NULL,
  ground           text NOT NULL,            -- what shows it: 'absent-at-source', 'series-gap', …
  identity         text NOT NULL,            -- the same again means the same finding
  record_id        uuid,
  target_id        int,
  place            text,                     -- position in the source, or the document number that is missing
  first_seen_at    timestamptz NOT NULL DEFAULT now(),
  last_seen_in     bigint NOT NULL REFERENCES reconciliation,
  state            finding_state NOT NULL DEFAULT 'open',
  decided_at       timestamptz,
  decided_by       text,
  decision_reason  text,
  UNIQUE (exchange, kind, identity)
);
CREATE INDEX reconciliation_finding_open ON reconciliation_finding (department_id, id) WHERE state = 'open';
