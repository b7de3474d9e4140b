-- Erasing a person: somebody asks, somebody else decides. Nothing here says who the person was once it is done: the key
-- that all its personal fields were sealed with is named by its number alone.
CREATE TYPE erasure_state AS ENUM ('open', 'approved', 'refused');
CREATE TABLE erasure (
  id            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  data_key_id   uuid NOT NULL,
  record_id     uuid NOT NULL,               -- one that concerns the person, to find the others by
  department_id int NOT NULL REFERENCES department, -- whose record that is
  reference     text NOT NULL,               -- number of the request or decision
  reason        text NOT NULL,
  asked_by      text NOT NULL,
  asked_at      timestamptz NOT NULL DEFAULT now(),
  state         erasure_state NOT NULL DEFAULT 'open',
  decided_by    text,
  decided_at    timestamptz,
  decision_reason text,
  records       int,                         -- whose personal fields went
  erased_keys   uuid[] NOT NULL DEFAULT '{}' -- this person's, and those of its rows in quarantine
);
CREATE UNIQUE INDEX erasure_open ON erasure (data_key_id) WHERE state = 'open';
-- While one stands, nobody may erase the person (案件保全).
CREATE TABLE legal_hold (
  id            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  data_key_id   uuid NOT NULL,
  department_id int NOT NULL REFERENCES department,
  reference     text NOT NULL,               -- number of the case
  reason        text NOT NULL,
  placed_by     text NOT NULL,
  placed_at     timestamptz NOT NULL DEFAULT now(),
  lifted_by     text,
  lifted_at     timestamptz,
  lift_reason   text
);
CREATE INDEX legal_hold_standing ON legal_hold (data_key_id) WHERE lifted_at IS NULL;
