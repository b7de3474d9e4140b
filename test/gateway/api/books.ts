import type { Store } from '../../../gateway/store/store.js';

/** Ids of what {@link fillBooks} stored. */
export const ids = {
  record: (nth: number) => `019ab000-0000-7000-8000-00000000000${nth}`,
  /** Of a delivery to {@link target}. */
  delivery: (nth: number) => `019ab000-0000-7000-8000-00000000000${nth}.1.1.0`,
  quarantine: (nth: number) => `019ab000-0000-7000-8000-0000000000a${nth}`,
} as const;

export const target = 'data-office/credit-china';
export const exchange = 'gannan-housing/housing-penalties';
export const otherExchange = 'gannan-market/licences';
export const digest = 'ab'.repeat(32);

/**
 * A small store of invented data: two departments with an exchange each, three runs, deliveries in several states,
 * two quarantined rows, three obligations (one overdue, one with an open case), a publication without a class, a manifest in two versions.
 */
export async function fillBooks(store: Store): Promise<void> {
  for (const statement of statements) await store.query(statement);
}

const problem = JSON.stringify([
  {
    code: 'RECORD_FIELD_MISSING',
    path: '/party/name',
    zh: '缺少名称。',
    en: 'The name is missing.',
    fixZh: '请补全。',
    fixEn: 'Fill it in.',
  },
]);

const exampleRule = {
  title: { zh: '示例规则', en: 'An example rule' },
  basis: { document: '示例文件', article: '第一条', issuer: '示例机关' },
  effectiveFrom: '2020-01-01',
  appliesTo: { datasets: ['administrative-penalty'] },
  trigger: { field: 'decisionDate' },
  duration: { calendarDays: 10 },
};
const agreement = JSON.stringify({
  apiVersion: 'jiantong/v1',
  kind: 'Agreement',
  metadata: { name: 'penalties-out', department: 'gannan-housing' },
  spec: {
    title: '示例协议',
    provider: 'gannan-housing',
    receiver: target,
    dataset: 'administrative-penalty',
    scope: { fields: ['documentNumber', 'party.name'] },
    method: '接口推送',
    procedure: '部门审核后自动报送',
    timeLimit: '7个工作日',
    frequency: '每10分钟',
    confidentiality: '证件号码不公开',
    validFrom: '2026-01-01',
    basis: 'mutual',
  },
});

const statements = [
  `INSERT INTO department (name) VALUES ('gannan-housing'), ('gannan-market')`,
  `INSERT INTO dataset (name) VALUES ('administrative-penalty')`,
  `INSERT INTO connector (reference, system) VALUES ('${target}', 'credit-china'), ('data-office/gsxt-gansu', 'gsxt'), ('gannan-housing/pushed', 'housing')`,
  `INSERT INTO target_state (target_id) SELECT id FROM connector WHERE system IN ('credit-china', 'gsxt')`,
  `INSERT INTO deadline_rule (name) VALUES ('penalty-publicity')`,
  `INSERT INTO resource_version (kind, department, name, version, digest, manifest, applied_at, applied_by) VALUES
    ('Exchange', 'gannan-housing', 'housing-penalties', 1, '${'00'.repeat(32)}', '{"spec": {"dataset": "old"}}', '2026-11-01T00:00:00Z', 'tester'),
    ('Exchange', 'gannan-housing', 'housing-penalties', 2, '${digest}', '{"spec": {"dataset": "administrative-penalty"}}', '2026-11-02T00:00:00Z', 'tester'),
    ('Department', 'gannan-housing', 'gannan-housing', 1, '${'22'.repeat(32)}', '{"spec": {"title": "示例住建局", "divisionCode": "623000"}}', '2026-11-01T00:00:00Z', 'tester'),
    ('DeadlineRule', 'jiantong', 'penalty-publicity', 1, '${'33'.repeat(32)}', '${JSON.stringify({ spec: exampleRule })}', '2026-11-01T00:00:00Z', 'tester'),
    ('Agreement', 'gannan-housing', 'penalties-out', 1, '${'22'.repeat(32)}', '${agreement}', '2026-11-02T00:00:00Z', 'tester'),
    ('Mapping', 'gannan-market', 'licences', 1, '${'11'.repeat(32)}', '{"spec": {}}', '2026-11-01T00:00:00Z', 'tester')`,
  `INSERT INTO run (exchange, department_id, exchange_version, mapping_version, state, started_at, ended_at, rows, mapped, quarantined, versions, error_code, error_text) VALUES
    ('${exchange}', 1, 2, 2, 'done', '2026-11-23T01:00:00Z', '2026-11-23T01:00:05Z', 5, 4, 1, 4, NULL, NULL),
    ('${otherExchange}', 2, 2, 3, 'failed', '2026-11-23T01:01:00Z', '2026-11-23T01:01:05Z', 0, 0, 0, 0, 'CONNECTOR_TIMED_OUT', 'no answer'),
    ('${exchange}', 1, 2, 2, 'running', '2026-11-23T01:10:00Z', NULL, 0, 0, 0, 0, NULL, NULL)`,
  `INSERT INTO run_target (run_id, target_id, owed, not_owed) VALUES (1, 1, 4, 0), (1, 2, 0, 4)`,
  ...[
    { nth: 1, state: 'pending', due: `'2026-11-25T15:59:59.999Z'` },
    { nth: 2, state: 'sent', due: `'2026-11-24T15:59:59.999Z'` },
    { nth: 3, state: 'pending', due: `'infinity'` },
  ].flatMap(({ nth, state, due }) => [
    `INSERT INTO outbox (target_id, record_id, version, month, version_month, department_id, run_id, exchange_version, mapping_version,
       agreement_version, exchange, operation, state, due_at, next_at)
     VALUES (1, '${ids.record(nth)}', 1, '2026-11-01', '2026-11-01', 1, 1, 2, 2, 2, '${exchange}', 'upsert', '${state}', ${due}, '2026-11-23T01:00:00Z')`,
  ]),
  `INSERT INTO delivery (month, record_id, target_id, version, department_id, run_id, exchange_version, mapping_version, agreement_version, operation, state, receipt_code)
    VALUES ('2026-11-01', '${ids.record(4)}', 1, 1, 1, 1, 2, 2, 2, 'upsert', 'accepted', '0000')`,
  `INSERT INTO quarantine (id, kind, department_id, exchange, record_id, position, problems, state, run_id, first_seen_at, last_seen_at) VALUES
    ('${ids.quarantine(1)}', 'source-row', 1, '${exchange}', '${ids.record(5)}', 't_penalty id=5', '${problem}', 'open', 1, '2026-11-23T01:00:00Z', '2026-11-23T01:00:00Z'),
    ('${ids.quarantine(2)}', 'source-row', 2, '${otherExchange}', '${ids.record(6)}', 'list.csv row 2', '${problem}', 'mended', 2, '2026-11-23T01:00:00Z', '2026-11-23T01:00:00Z')`,
  `INSERT INTO obligation (subject_id, rule_id, target_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at, provisional, met_by, operation, state) VALUES
    ('${ids.record(1)}', 1, 1, 1, 1, 1, '2090-11-16', '2090-11-25', '2090-11-25T15:59:59.999Z', false, 'accepted', 'upsert', 'open'),
    ('${ids.record(2)}', 1, 0, 2, 1, 1, '2020-11-13', '2020-11-24', '2020-11-24T15:59:59.999Z', true, 'accepted', 'upsert', 'open'),
    ('${ids.record(4)}', 1, 1, 1, 1, 1, '2026-11-13', '2026-11-20', '2026-11-20T15:59:59.999Z', false, 'accepted', 'upsert', 'met')`,
  `INSERT INTO source_stream (connector_id, name) VALUES (3, 'penalties')`,
  ...recordRows(1, 'NULL'),
  `INSERT INTO deadline_notice (department_id, rule_id, due_on, threshold, obligations, unsent) VALUES
    (1, 1, '2026-11-25', 3, 1, 1), (2, 1, '2026-11-24', -1, 1, 1)`,
  `INSERT INTO deadline_case (subject_id, rule_id, target_id, department_id, dataset_id, kind, first_due_on, first_due_at) VALUES
    ('${ids.record(4)}', 1, 1, 1, 1, 'not-owed', '2026-11-20', '2026-11-20T15:59:59.999Z')`,
  `INSERT INTO urging (department_id, level, obligations, reason, answer_by, urged_by) VALUES (2, 'urged', 1, 'test', '2026-11-30', '示例甲')`,
  `INSERT INTO urged_duty (urging_id, subject_id, rule_id, target_id, department_id) VALUES (1, '${ids.record(2)}', 1, 0, 2)`,
  `INSERT INTO quiet_stream (exchange, department_id, opened_at, first_day, last_day, working_days, rows, least)
   VALUES ('${exchange}', 1, '2026-11-23T04:00:00Z', '2026-11-20', '2026-11-20', 1, 0, 10)`,
  `INSERT INTO reconciliation (exchange, department_id, state) VALUES ('${exchange}', 1, 'done')`,
  `INSERT INTO reconciliation_day VALUES (1, 1, '2026-11-20', 2, 1, 1, 0)`,
  `INSERT INTO reconciliation_finding (exchange, department_id, kind, ground, identity, last_seen_in) VALUES
    ('${exchange}', 1, 'missed', 'not-stored', '01', 1)`,
  `INSERT INTO publication (record_id, department_id, dataset_id, is_public, starts_on) VALUES ('${ids.record(1)}', 1, 1, true, '2026-11-01')`,
];

/** Canonical JSON of a record's content. */
export function contentOf(nth: number): string {
  return `{"documentNumber":"合市监处罚〔2026〕1${String(nth)}号","party":{"name":"甘南示例乳业有限公司"}}`;
}

function recordRows(nth: number, key: string): string[] {
  return [
    `INSERT INTO record (id, dataset_id, department_id, key_hash, current_version, current_month, content_hash, origin_stream)
     VALUES ('${ids.record(nth)}', 1, 1, '\\x0${nth}', 1, '2026-11-01', '\\x02', 1)`,
    `INSERT INTO record_version (month, record_id, version, department_id, dataset_id, operation, content, data_key_id, content_hash, event_date, origin_stream, run_id, mapping_version, schema_version)
     VALUES ('2026-11-01', '${ids.record(nth)}', 1, 1, 1, 'upsert', '${contentOf(nth)}', ${key}, '\\x02', '2026-11-01', 1, 1, 2, '1')`,
  ];
}

/** The record of a person whose key this is, with an erasure that waits and a hold that stands. */
export function citizenRows(key: string): string[] {
  return [
    ...recordRows(7, `'${key}'`),
    `INSERT INTO erasure (data_key_id, record_id, department_id, reference, reason, asked_by)
     VALUES ('${ids.record(9)}', '${ids.record(1)}', 1, '甘数信2026-1', 'test', '示例乙')`,
    `INSERT INTO legal_hold (data_key_id, department_id, reference, reason, placed_by) VALUES ('${ids.record(9)}', 1, '合案2026-1', 'test', '示例乙')`,
  ];
}
