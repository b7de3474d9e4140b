/**
 * The start of a query, `WITH past …, said …, standing …`, over obligations as they stood at an instant: what was changed
 * since says what it said then, and what was closed since is open. Parameters: $1 the instant, $2 and $3 the first and last
 * due day (null: all). `standing` has the obligation's columns, and how it stood as `stood`.
 */
export const standingAsOf = `WITH past AS (
    SELECT DISTINCT ON (subject_id, rule_id, target_id) subject_id, rule_id, target_id, before FROM obligation_history
    WHERE changed_at > $1::timestamptz ORDER BY subject_id, rule_id, target_id, changed_at, id),
  said AS (
    SELECT o.subject_id, o.department_id, o.dataset_id, o.target_id, o.rule_id, o.operation, o.met_by, o.adopted, o.first_seen_at, o.state,
      o.trigger_date, o.due_on, o.due_at, o.provisional, o.met_at, o.closed_at
    FROM obligation o
    WHERE o.first_seen_at <= $1::timestamptz
      AND NOT EXISTS (SELECT 1 FROM past p
        WHERE (p.subject_id, p.rule_id, p.target_id) = (o.subject_id, o.rule_id, o.target_id))
    UNION ALL
    SELECT o.subject_id, o.department_id, o.dataset_id, o.target_id, o.rule_id, o.operation, o.met_by, o.adopted, o.first_seen_at, was.state,
      was.trigger_date, was.due_on, was.due_at, was.provisional, was.met_at, was.closed_at
    FROM past p
    JOIN obligation o ON (o.subject_id, o.rule_id, o.target_id) = (p.subject_id, p.rule_id, p.target_id)
    CROSS JOIN LATERAL jsonb_to_record(p.before) AS was (state obligation_state, trigger_date text, due_on text,
      due_at timestamptz, provisional boolean, met_at timestamptz, closed_at timestamptz)
    WHERE o.first_seen_at <= $1::timestamptz),
  standing AS (
    SELECT s.*, CASE WHEN s.closed_at > $1::timestamptz THEN 'open' ELSE s.state END AS stood
    FROM said s WHERE ($2::text IS NULL OR s.due_on >= $2) AND ($3::text IS NULL OR s.due_on <= $3))`;
