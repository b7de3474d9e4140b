-- What a change of rules or calendars did to obligations that were open. The change itself and the note that it has to be
-- carried out are one transaction: a process that dies over it leaves the note, and the next start goes on.
CREATE TABLE deadline_move (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  applied_at  timestamptz NOT NULL,
  applied_by  text NOT NULL,
  ended_at    timestamptz
);
CREATE INDEX deadline_move_unfinished ON deadline_move (id) WHERE ended_at IS NULL;

-- Its figures, in obligations.
CREATE TABLE deadline_move_count (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  move_id            bigint NOT NULL REFERENCES deadline_move,
  department_id      int NOT NULL REFERENCES department,
  rule_id            int NOT NULL REFERENCES deadline_rule,
  earlier            int NOT NULL DEFAULT 0,
  later              int NOT NULL DEFAULT 0,
  confirmed          int NOT NULL DEFAULT 0,   -- same day, provisional no more
  unconfirmed        int NOT NULL DEFAULT 0,   -- same day, provisional now
  awaiting_decision  int NOT NULL DEFAULT 0,   -- overdue already: a case for the data office
  kept               int NOT NULL DEFAULT 0,   -- by a decision of the data office
  UNIQUE (move_id, department_id, rule_id)
);
