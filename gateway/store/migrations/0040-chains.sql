-- Duties of several steps: what records say of the steps of a chain that began with another record, which they refer to. It
-- is written whether or not that record is there yet.
ALTER TYPE met_by ADD VALUE 'recorded';    -- by the records that a step asks for

CREATE TABLE step_evidence (
  record_id            uuid NOT NULL,      -- that shows it
  rule_id              int NOT NULL,       -- of the step
  part                 smallint NOT NULL,  -- position among the step's evidence
  named_hash           bytea NOT NULL,     -- key hash of the record that the chain began with
  named_department_id  int,                -- null: of any department
  department_id        int NOT NULL,
  done_on              text,               -- null: the day of storing counts
  recorded_at          timestamptz NOT NULL,
  PRIMARY KEY (record_id, rule_id, part, named_hash)
);
CREATE INDEX step_evidence_by_name ON step_evidence (named_hash);
