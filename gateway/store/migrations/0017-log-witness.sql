-- What each witness outside the operator's hands has of the log.
CREATE TABLE log_witness (
  place        text PRIMARY KEY,             -- folder, or host with a digest of the address, which may hold a secret
  size         bigint,                       -- of the last checkpoint that it took; null: none yet
  sent_at      timestamptz,
  error_code   text,                         -- of the last try; null when it went well
  tried_at     timestamptz NOT NULL
);
