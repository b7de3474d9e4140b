-- The tightest threshold at which people were warned of an obligation: working days before it is due, -1 once it is
-- overdue, null before the first. It only ever falls, so that each threshold is told once, by whichever process.
ALTER TABLE obligation ADD COLUMN warned_to int;

-- What people are told, one row for all obligations of a department, rule and due day that reached one threshold.
CREATE TABLE deadline_notice (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  department_id   int NOT NULL REFERENCES department,
  rule_id         int NOT NULL REFERENCES deadline_rule,
  due_on          text NOT NULL,
  threshold       int NOT NULL,
  obligations     int NOT NULL,
  unsent          int NOT NULL,              -- of them not yet told outside the console
  made_at         timestamptz NOT NULL DEFAULT now(),
  acknowledged_at timestamptz,
  acknowledged_by text,
  UNIQUE (department_id, rule_id, due_on, threshold)
);
CREATE INDEX deadline_notice_open ON deadline_notice (id) WHERE acknowledged_at IS NULL;
CREATE INDEX deadline_notice_unsent ON deadline_notice (id) WHERE unsent > 0;
