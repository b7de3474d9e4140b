-- What people said about an exchange: its schedule rests while it is paused, and a run that is to stop is named here, for
-- whichever process runs it.
ALTER TABLE exchange_state
  ADD COLUMN paused_at timestamptz,
  ADD COLUMN paused_by text,
  ADD COLUMN pause_reason text,
  ADD COLUMN stop_run_id bigint;
