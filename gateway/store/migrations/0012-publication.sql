-- How long each record may be published. One row for each record that a publication rule holds for.
CREATE TYPE publication_class AS ENUM ('minor', 'ordinary', 'severe');
CREATE TABLE publication (
  record_id        uuid PRIMARY KEY,
  department_id    int NOT NULL,
  dataset_id       int NOT NULL,
  class            publication_class,        -- null: for a person to decide
  is_public        boolean NOT NULL,
  starts_on        text NOT NULL,
  least_until      text,
  ends_on          text,                     -- first day on which it is published no more
  repaired_on      text,                     -- the same, by a repair
  document_hash    bytea,                    -- keyed hashes, by which a repair finds it
  subject_hash     bytea,
  chosen_by        text,                     -- who decided the class; null: the rule
  chosen_reason    text,
  chosen_at        timestamptz,
  ended_at         timestamptz               -- when the withdrawals were made
);
CREATE INDEX publication_ending ON publication (LEAST(ends_on, repaired_on)) WHERE ended_at IS NULL;
CREATE INDEX publication_by_document ON publication (document_hash);
CREATE INDEX publication_undetermined ON publication (department_id) WHERE class IS NULL;
