-- What was odd about a run's records without being wrong: one row for each code and field, with the first such record.
CREATE TABLE run_warning (
  run_id      bigint NOT NULL REFERENCES run,
  code        text NOT NULL,
  path        text NOT NULL,        -- of the field; `*` stands for the places of a list
  records     bigint NOT NULL,
  position    text NOT NULL,        -- of the first row, at its source
  warning     json NOT NULL,        -- the first one in full, personal values masked
  PRIMARY KEY (run_id, code, path)
);
