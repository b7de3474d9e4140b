-- Lateness that cannot be erased. What would make an obligation later, or take it away, is a case: it waits for the
-- data office, and until then the first due date stands.
CREATE TYPE deadline_case_kind AS ENUM ('later', 're-entered', 'not-owed', 'extension', 'waiver');
CREATE TYPE deadline_case_state AS ENUM ('open', 'approved', 'refused', 'fallen-away');
CREATE TABLE deadline_case (
  id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_id           uuid NOT NULL,        -- of the obligation
  rule_id              int NOT NULL,
  target_id            int NOT NULL,
  department_id        int NOT NULL,
  dataset_id           int NOT NULL,
  kind                 deadline_case_kind NOT NULL,
  former_id            uuid,                 -- re-entered: the record that was withdrawn before
  matched_by           text,                 -- re-entered: 'key', 'document' or 'subject'
  first_due_on         text NOT NULL,
  first_due_at         timestamptz NOT NULL,
  wanted_trigger_date  text,                 -- null, as the rest of what is wanted: nothing is to be owed
  wanted_due_on        text,
  wanted_due_at        timestamptz,
  wanted_provisional   boolean,
  reason               text,                 -- of whoever asked
  asked_by             text,                 -- null: found by the gateway
  opened_at            timestamptz NOT NULL DEFAULT now(),
  state                deadline_case_state NOT NULL DEFAULT 'open',
  decided_at           timestamptz,
  decided_by           text,
  decision_reason      text
);
CREATE UNIQUE INDEX deadline_case_open ON deadline_case (subject_id, rule_id, target_id) WHERE state = 'open';
CREATE INDEX deadline_case_by_obligation ON deadline_case (subject_id, rule_id, target_id);

-- By which names a record that was withdrawn with duties unmet would be known again under another key.
CREATE TABLE withdrawn_duty (
  name_hash      bytea NOT NULL,             -- keyed hash of the document number or of the subject
  department_id  int NOT NULL,
  dataset_id     int NOT NULL,
  record_id      uuid NOT NULL,
  matched_by     text NOT NULL,              -- 'document' or 'subject'
  withdrawn_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (department_id, dataset_id, name_hash, record_id)
);

-- Why something was late, in the department's words; the newest counts, the older ones stay.
CREATE TABLE lateness_reason (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_id     uuid NOT NULL,
  rule_id        int NOT NULL,
  target_id      int NOT NULL,
  department_id  int NOT NULL,
  reason         text NOT NULL,
  person         text NOT NULL,
  stated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX lateness_reason_by_obligation ON lateness_reason (subject_id, rule_id, target_id, id);

-- The due instant by the rule alone, where the data office extended it; null where it did not.
ALTER TABLE obligation ADD COLUMN extended_from timestamptz;

-- Figures of a past day read what an obligation said before it was changed.
CREATE INDEX obligation_history_by_change ON obligation_history (changed_at);

-- An obligation that was met and turns out to have been late stays closed since when it was.
CREATE OR REPLACE FUNCTION set_obligation_closed_at() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.closed_at := CASE WHEN NEW.state = 'open' THEN NULL WHEN OLD.state = 'open' THEN now() ELSE OLD.closed_at END; RETURN NEW; END
$$;
