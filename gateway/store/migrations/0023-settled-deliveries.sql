-- A delivery stands in one table at a time: in the outbox while it is open, in `delivery` from the moment that it is
-- settled. Each is written once where it used to be written twice, and `delivery` is only ever added to.
ALTER TABLE outbox
  ADD COLUMN run_id bigint,
  ADD COLUMN exchange_version bigint,
  ADD COLUMN mapping_version bigint,
  ADD COLUMN agreement_version bigint;
UPDATE outbox o SET run_id = d.run_id, exchange_version = d.exchange_version, mapping_version = d.mapping_version,
  agreement_version = d.agreement_version
FROM delivery d
WHERE (d.record_id, d.target_id, d.version, d.resend, d.month) = (o.record_id, o.target_id, o.version, o.resend, o.month);
ALTER TABLE outbox
  ALTER COLUMN run_id SET NOT NULL,
  ALTER COLUMN exchange_version SET NOT NULL,
  ALTER COLUMN mapping_version SET NOT NULL,
  ALTER COLUMN agreement_version SET NOT NULL;
DELETE FROM delivery WHERE state IS NULL;
ALTER TABLE delivery ALTER COLUMN state SET NOT NULL;

-- All deliveries, wherever they stand. `due_at` is null for a settled one.
CREATE VIEW every_delivery AS
  SELECT month, record_id, target_id, version, resend, department_id, run_id, operation, state, due_at FROM outbox
  UNION ALL
  SELECT month, record_id, target_id, version, resend, department_id, run_id, operation, state, NULL FROM delivery;
