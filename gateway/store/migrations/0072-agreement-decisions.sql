-- Who let a version of an agreement into force, side by side; a version without the sides it needs lets nothing out.
CREATE TABLE agreement_decision (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agreement    text NOT NULL,               -- department/name
  version      int NOT NULL,
  side         text NOT NULL,               -- 'data-office', 'provider' or 'receiver'
  outcome      text NOT NULL,               -- 'approved' or 'refused'
  person       text NOT NULL,
  reason       text NOT NULL,
  decided_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (agreement, version, side)
);
-- What was in force before there were approvals stays in force.
INSERT INTO agreement_decision (agreement, version, side, outcome, person, reason)
  SELECT department || '/' || name, version, side, 'approved', applied_by, '启用审批之前已生效 in force before approvals came'
  FROM resource_version, unnest(ARRAY['data-office', 'provider', 'receiver']) AS side WHERE kind = 'Agreement';

-- That an agreement is about to end, once at each threshold of days before.
CREATE TABLE agreement_notice (
  agreement    text NOT NULL,
  version      int NOT NULL,
  threshold    int NOT NULL,
  said_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (agreement, version, threshold)
);
