-- Months whose events were taken out of the store after they were archived. Their places, tiles and checkpoints stay, so
-- that the log still verifies.
CREATE TABLE log_pruned (
  month           date PRIMARY KEY,
  manifest_digest text NOT NULL,             -- SHA-256 of the archive's manifest, hex
  pruned_at       timestamptz NOT NULL,
  attached_at     timestamptz                -- when the archive was put back to be searched; null while it is not
);
