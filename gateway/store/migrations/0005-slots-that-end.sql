-- A claimed slot is not a run one: its claimer may die before. It stands open until a run has ended for it, and whoever
-- finds it open after its lease takes it over. Slots of before count as run.
ALTER TABLE schedule_slot
  ADD COLUMN lease_until timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN ended_at timestamptz;
UPDATE schedule_slot SET ended_at = claimed_at;
CREATE INDEX schedule_slot_open ON schedule_slot (exchange) WHERE ended_at IS NULL;
