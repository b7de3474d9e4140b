-- One reconciliation of an exchange at a time, over all processes: whoever is at it says so again and again.
ALTER TABLE reconciliation ADD COLUMN lease_until timestamptz;
CREATE UNIQUE INDEX reconciliation_running ON reconciliation (exchange) WHERE state = 'running';
