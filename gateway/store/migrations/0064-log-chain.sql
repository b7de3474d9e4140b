-- Checkpoints that were submitted to a chain-evidence platform and are not in a block yet; then they go to log_witnessed.
CREATE TABLE log_chain_submission (
  place        text NOT NULL,                -- as in log_witness
  size         bigint NOT NULL,
  transaction  text NOT NULL,                -- by which the platform is asked
  note         text NOT NULL,                -- the checkpoint
  submitted_at timestamptz NOT NULL,
  PRIMARY KEY (place, size)
);
