import { GatewayError } from '../../schemas/errors.js';
import { endOfShanghaiDay } from '../deadlines/compute.js';
import { writeLetter } from '../deadlines/letters.js';
import type { LogStation } from '../exchange-log/entry.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { pageOf, positionOf } from '../reading/paging.js';
import { iso, scopeParameter, type Scope } from '../reading/scope.js';
import type { SupervisionRequest, UrgingLevel, UrgingRequest, UrgingServices, UrgingView } from '../services/urgings.js';
import type { Queryable } from '../store/store.js';
import type { DutyTools } from './named-duty.js';

interface UrgingRow extends Omit<UrgingView, 'urgedAt' | 'answeredAt'> {
  readonly urgedAt: Date;
  readonly answeredAt: Date | null;
}

interface UrgedDuty {
  readonly subject_id: string;
  readonly rule_id: number;
  readonly target_id: number;
  readonly rule: string;
  readonly target: string | null;
  readonly dataset: string;
  readonly department: string;
  readonly department_id: number;
}

/** An urging that is about more is asked for in parts. */
const dutiesMax = 5000;

const select = `SELECT u.id, department.name AS department, u.level, u.follows, u.obligations, u.reason, u.answer_by AS "answerBy",
    u.urged_by AS "urgedBy", u.urged_at AS "urgedAt", u.acknowledged_at AS "answeredAt", u.acknowledged_by AS "answeredBy",
    u.answer, (SELECT count(*)::int FROM urged_duty d JOIN obligation o
      ON (o.subject_id, o.rule_id, o.target_id) = (d.subject_id, d.rule_id, d.target_id) AND o.state = 'open'
      WHERE d.urging_id = u.id) AS open
  FROM urging u JOIN department ON department.id = u.department_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

/** Urgings as one caller has them. */
export function urgingServices(tools: DutyTools, scope: Scope): UrgingServices {
  const { store } = tools;
  const seen = scopeParameter(scope);
  const get = async (id: number): Promise<UrgingView> => {
    const [row] = await store.query<UrgingRow>(`${select} AND u.id = $2`, [seen, id]);
    if (!row) throw new GatewayError('API_RESOURCE_MISSING', { urging: id });
    return viewOf(row);
  };
  return {
    list: async ({ department, standing }, page) => {
      const rows = await store.query<UrgingRow>(
        `${select} AND ($2::text IS NULL OR department.name = $2) AND ($3::text IS NULL OR u.acknowledged_at IS NULL)
           AND ($4::bigint IS NULL OR u.id < $4) ORDER BY u.id DESC LIMIT $5`,
        [seen, department ?? null, standing ?? null, ...positionOf(page, ['number']), page.limit + 1],
      );
      return pageOf(rows, page, viewOf, ({ id }) => [id]);
    },
    urge: async (request) => get(await store.transaction((transaction) => urge(tools, transaction, scope, request))),
    async supervise(id, request) {
      const { level } = await get(id);
      if (level === 'supervised') throw new GatewayError('DEADLINE_URGING_SUPERVISED', { urging: id });
      return get(await store.transaction((transaction) => supervise(tools, transaction, id, request)));
    },
    async answer(id, { answer, person }) {
      const { department, level } = await get(id);
      await store.transaction(async (transaction) => {
        const answered = await transaction.query(
          `UPDATE urging SET acknowledged_at = now(), acknowledged_by = $2, answer = $3
           WHERE id = $1 AND acknowledged_at IS NULL RETURNING id`,
          [id, person, answer],
        );
        if (answered.length === 0) throw new GatewayError('DEADLINE_URGING_ANSWERED', { urging: id });
        const segment = new SegmentWriter();
        const code = `${level} ${String(id)}: ${answer}`;
        segment.add({ id: tools.makeId(), at: tools.now().toISOString(), station: 'urging-answered', actor: person, department, code });
        await segment.write(transaction, tools.makeId, tools.now());
      });
      return get(id);
    },
  };
}

async function urge(tools: DutyTools, transaction: Queryable, scope: Scope, request: UrgingRequest): Promise<number> {
  const { department, rule, target, dataset, record, overdueOnly } = request;
  const duties = await transaction.query<UrgedDuty>(
    `${selectDuties} WHERE o.state = 'open' AND ($1::text[] IS NULL OR d.name = ANY ($1)) AND d.name = $2
       AND ($3::text IS NULL OR r.name = $3) AND ($4::text IS NULL OR c.reference = $4) AND ($5::text IS NULL OR s.name = $5)
       AND ($6::uuid IS NULL OR o.subject_id = $6) AND ($7 = false OR o.due_at < now())
       AND NOT EXISTS (SELECT 1 FROM urged_duty u JOIN urging g ON g.id = u.urging_id AND g.acknowledged_at IS NULL
         WHERE (u.subject_id, u.rule_id, u.target_id) = (o.subject_id, o.rule_id, o.target_id))
     ORDER BY o.due_at, o.subject_id, o.rule_id, o.target_id LIMIT ${dutiesMax} FOR UPDATE OF o`,
    [scopeParameter(scope), department, rule ?? null, target ?? null, dataset ?? null, record ?? null, overdueOnly ?? false],
  );
  return write(tools, transaction, duties, { ...request, level: 'urged', follows: null });
}

async function supervise(tools: DutyTools, transaction: Queryable, id: number, request: SupervisionRequest): Promise<number> {
  // The first locks the urging, so that the supervisor is told once.
  await transaction.query('SELECT id FROM urging WHERE id = $1 FOR UPDATE', [id]);
  const known = await transaction.query('SELECT 1 FROM urging WHERE follows = $1', [id]);
  if (known.length > 0) throw new GatewayError('DEADLINE_URGING_SUPERVISED', { urging: id });
  const duties = await transaction.query<UrgedDuty>(
    `${selectDuties} JOIN urged_duty u ON (u.subject_id, u.rule_id, u.target_id) = (o.subject_id, o.rule_id, o.target_id)
     WHERE u.urging_id = $1 AND o.state = 'open'`,
    [id],
  );
  return write(tools, transaction, duties, { ...request, level: 'supervised', follows: id });
}

const selectDuties = `SELECT o.subject_id, o.rule_id, o.target_id, r.name AS rule, c.reference AS target, s.name AS dataset,
    d.name AS department, o.department_id
  FROM obligation o JOIN department d ON d.id = o.department_id JOIN deadline_rule r ON r.id = o.rule_id
  JOIN dataset s ON s.id = o.dataset_id LEFT JOIN connector c ON c.id = o.target_id`;

interface Urging extends SupervisionRequest {
  readonly level: UrgingLevel;
  readonly follows: number | null;
}

async function write(tools: DutyTools, transaction: Queryable, duties: readonly UrgedDuty[], urging: Urging): Promise<number> {
  const { level, follows, reason, answerBy, person } = urging;
  endOfShanghaiDay(answerBy);
  const [first] = duties;
  if (!first) throw new GatewayError('DEADLINE_NOTHING_TO_URGE', { urging: follows ?? undefined });
  const [made] = await transaction.query<{ id: number }>(
    `INSERT INTO urging (department_id, level, follows, obligations, reason, answer_by, urged_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [first.department_id, level, follows, duties.length, reason, answerBy, person],
  );
  const id = made?.id ?? 0;
  await transaction.query(
    `INSERT INTO urged_duty (urging_id, subject_id, rule_id, target_id, department_id)
     SELECT $1, subject_id, rule_id, target_id, $2 FROM unnest($3::uuid[], $4::int[], $5::int[]) AS d (subject_id, rule_id, target_id)`,
    [id, first.department_id, duties.map((one) => one.subject_id), duties.map((one) => one.rule_id), duties.map((one) => one.target_id)],
  );
  await writeLetter(transaction, { departmentId: first.department_id, kind: level, text: letterOf(id, duties, urging) });
  const segment = new SegmentWriter();
  const station: LogStation = level === 'urged' ? 'deadline-urged' : 'deadline-supervised';
  for (const { subject_id: record, department, dataset, target, rule } of duties) {
    segment.add({
      id: tools.makeId(),
      at: tools.now().toISOString(),
      station,
      actor: person,
      department,
      dataset,
      record,
      target: target ?? undefined,
      code: rule,
    });
  }
  await segment.write(transaction, tools.makeId, tools.now());
  return id;
}

/** Numbers and names of rules only, beside the data office's own words. */
function letterOf(id: number, duties: readonly UrgedDuty[], { level, reason, answerBy }: Urging): string {
  const counts = new Map<string, number>();
  for (const { rule } of duties) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const word = level === 'urged' ? '催办 urged' : '督办 supervised';
  const lines = [...counts].map(([rule, count]) => `${rule}  ${String(count)} 条 obligations`);
  const howTo = `请在 ${answerBy} 前答复 Answer by ${answerBy}: jiantong deadlines answer ${String(id)}`;
  return [`${word} #${String(id)}: ${reason}`, ...lines, howTo].join('\n');
}

function viewOf(row: UrgingRow): UrgingView {
  return { ...row, urgedAt: iso(row.urgedAt), answeredAt: iso(row.answeredAt) };
}
