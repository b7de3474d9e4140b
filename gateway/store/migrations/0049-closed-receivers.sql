-- Outside its opening hours a receiver is left alone until then; written by whoever finds it closed.
ALTER TABLE target_state ADD COLUMN closed_until timestamptz;
