-- Passwords and keys of connectors, by the name that `{ secret: NAME }` gives them; sealed under the master key.
CREATE TABLE secret (
  department_id int NOT NULL REFERENCES department,
  name          text NOT NULL,
  version       int NOT NULL,            -- counts up each time it is set
  sealed        bytea NOT NULL,
  set_at        timestamptz NOT NULL DEFAULT now(),
  set_by        text NOT NULL,
  PRIMARY KEY (department_id, name)
);
