/** What a delivery takes along from the outbox when it is settled: a list of columns that both tables have. */
export const settledColumns =
  'month, record_id, target_id, version, resend, department_id, run_id, exchange_version, mapping_version, agreement_version, operation';
