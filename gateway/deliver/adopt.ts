import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import { shanghaiDate } from '../clock.js';
import { dayNumber } from '../deadlines/civil-date.js';
import { endOfShanghaiDay } from '../deadlines/compute.js';
import { writeHistory, type DutyKey } from '../deadlines/history.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { DatasetPlan, ExchangePlan, TargetPlan } from '../exchanges/plan.js';
import type { Queryable } from '../store/store.js';
import type { AdoptionRequest, AdoptionView, ListedRow } from '../services/adoptions.js';
import type { ByHandTools } from './by-hand.js';
import { settle } from './settle.js';

interface RecordRow {
  readonly id: string;
  readonly version: number;
  readonly content: string;
  /** The delivery that waits for the target, if one does. */
  readonly resend: number | null;
}

interface Match {
  readonly recordId: string;
  readonly version: number;
  readonly resend: number | null;
}

interface Adopted extends Match {
  readonly resend: number;
  readonly key: string;
  readonly date: string | undefined;
}

const pageRows = 1000;
const batchRows = 200;
/** What a receipt says of a delivery that was never made: the receiver had the record. */
const adoptedCode = 'adopted';

/**
 * Takes as delivered what a receiver's own list shows that it has: deliveries that have not gone out are settled as
 * accepted with the receipt `adopted`, and nothing is pushed. Records are known by their document number, or by their key;
 * where several have one number, the list has to have as many rows. Obligations are met at the end of the day that the list
 * gives. Without one they never count as in time: what is overdue is met late now, and the rest counts neither way.
 * Throws API_RESOURCE_MISSING for an exchange or target that is none.
 */
export async function adopt({ context, plans }: ByHandTools, request: AdoptionRequest): Promise<AdoptionView> {
  const plan = plans().get(request.exchange);
  const target = plan?.targets.find(({ connector }) => connector === request.target);
  if (!plan || !target) throw new GatewayError('API_RESOURCE_MISSING', { exchange: request.exchange, target: request.target });
  const today = shanghaiDate(context.now());
  const wrong = request.rows.filter(({ date }) => date !== undefined && (dayNumber(date) === undefined || date > today));
  const listed = listedByKey(request.rows.filter((row) => !wrong.includes(row)));
  const matches = await matchRecords(context.store, plan, target, listed);
  const ambiguous: string[] = [];
  const adopted: Adopted[] = [];
  for (const [key, records] of matches) {
    const rows = listed.get(key) ?? [];
    if (records.length > rows.length) ambiguous.push(key);
    else for (const one of records) if (isWaiting(one)) adopted.push({ ...one, key, date: latestDate(rows) });
  }
  if (request.isDryRun !== true) {
    const inOrder = adopted.toSorted((first, second) => (first.recordId < second.recordId ? -1 : 1));
    for (let from = 0; from < inOrder.length; from += batchRows) {
      const batch = inOrder.slice(from, from + batchRows);
      await context.store.transaction((transaction) => adoptBatch(context, transaction, { plan, target, person: request.person }, batch));
    }
  }
  return {
    adopted: adopted.length,
    undated: adopted.filter(({ date }) => date === undefined).length,
    delivered: [...matches.values()].flat().filter((one) => !isWaiting(one)).length,
    ambiguous,
    unknown: [...listed.keys()].filter((key) => !matches.has(key)),
    wrongDates: wrong.map(({ key, date }) => ({ key, date: date ?? '' })),
  };
}

function isWaiting(match: Match): match is Match & { readonly resend: number } {
  return match.resend !== null;
}

function listedByKey(rows: readonly ListedRow[]): Map<string, ListedRow[]> {
  const listed = new Map<string, ListedRow[]>();
  for (const row of rows) {
    const key = comparable(row.key);
    listed.set(key, [...(listed.get(key) ?? []), row]);
  }
  return listed;
}

/** Document numbers are written with all kinds of brackets and spaces. */
function comparable(key: string): string {
  return key.normalize('NFKC').replace(/\s/gu, '').replace(/[([{【〔〖﹝<《]/gu, '〔').replace(/[)\]}】〕〗﹞>》]/gu, '〕');
}

/** The receiver may have entered a number anew: what it has had since the latest day, it had for certain. */
function latestDate(rows: readonly ListedRow[]): string | undefined {
  const dates = rows.map(({ date }) => date ?? '');
  return dates.includes('') ? undefined : dates.toSorted().at(-1);
}

/** The department's standing records that the list names, by the listed key. */
async function matchRecords(
  store: Queryable,
  { dataset, departmentId, exchange }: ExchangePlan,
  { targetId }: TargetPlan,
  listed: ReadonlyMap<string, readonly ListedRow[]>,
): Promise<Map<string, Match[]>> {
  const matches = new Map<string, Match[]>();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await store.query<RecordRow>(
      `SELECT r.id, r.current_version AS version, v.content::text AS content, o.resend FROM record r
       JOIN record_version v ON (v.record_id, v.version, v.month) = (r.id, r.current_version, r.current_month)
       LEFT JOIN outbox o ON (o.record_id, o.target_id, o.version) = (r.id, $3::int, r.current_version) AND o.exchange = $4
         AND o.state IN ('pending', 'held') AND o.operation = 'upsert'
       WHERE r.dataset_id = $1 AND r.department_id = $2 AND NOT r.withdrawn AND r.id > $5 ORDER BY r.id LIMIT ${pageRows}`,
      [dataset.id, departmentId, targetId, exchange, after],
    );
    for (const { id, version, content, resend } of rows) {
      const key = namesOf(dataset, JSON.parse(content) as JsonObject).find((name) => listed.has(name));
      if (key !== undefined) matches.set(key, [...(matches.get(key) ?? []), { recordId: id, version, resend }]);
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageRows) return matches;
    after = last.id;
  }
}

/** What the open part of a record is known by. */
function namesOf(dataset: DatasetPlan, record: JsonObject): string[] {
  const names = [dataset.documentNumber(record), dataset.key(record)?.join(' ')];
  return names.flatMap((name) => (name === undefined ? [] : comparable(name)));
}

interface Adoption {
  readonly plan: ExchangePlan;
  readonly target: TargetPlan;
  readonly person: string;
}

async function adoptBatch(
  context: ByHandTools['context'],
  transaction: Queryable,
  { plan, target, person }: Adoption,
  batch: readonly Adopted[],
): Promise<void> {
  const now = context.now();
  const ids = batch.map((one) => one.recordId);
  await transaction.query('SELECT id FROM record WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
  const standing = await openDuties(transaction, ids, target.targetId);
  // A delivery that somebody took up meanwhile is that one's: only what still waits here is taken.
  const taken = await transaction.query<{ record_id: string }>(
    `UPDATE outbox o SET state = 'held', wait = NULL, handed_over_at = LEAST(a.at, $5)
     FROM unnest($2::uuid[], $3::int[], $4::timestamptz[]) AS a (record_id, version, at)
     WHERE (o.record_id, o.target_id, o.version) = (a.record_id, $1::int, a.version) AND o.state IN ('pending', 'held')
     RETURNING o.record_id`,
    [
      target.targetId,
      ids,
      batch.map((one) => one.version),
      batch.map(({ date }) => (date === undefined ? now.toISOString() : endOfShanghaiDay(date))),
      now.toISOString(),
    ],
  );
  const isTaken = new Set(taken.map((one) => one.record_id));
  const duties = standing.filter((duty) => isTaken.has(duty.subjectId));
  const undated = new Set(batch.filter(({ date }) => date === undefined).map((one) => one.recordId));
  const uncounted = duties.filter((duty) => undated.has(duty.subjectId) && duty.dueAt > now);
  await waive(context, transaction, { plan, target, person }, uncounted);
  await settle(context, transaction, {
    target: { targetId: target.targetId, connector: target.connector, spec: target.delivery },
    plan: { exchange: plan.exchange, department: plan.department, dataset: plan.dataset, target },
    outcomes: batch.filter((one) => isTaken.has(one.recordId)).map(({ recordId, version, resend, key, date }) => ({
      recordId,
      version,
      resend,
      state: 'accepted' as const,
      code: adoptedCode,
      text: `${key} ${date ?? ''}`.trim(),
    })),
    person,
  });
  await transaction.query(
    `UPDATE obligation o SET adopted = true FROM unnest($1::uuid[], $2::int[], $3::int[]) AS d (subject_id, rule_id, target_id)
     WHERE (o.subject_id, o.rule_id, o.target_id) = (d.subject_id, d.rule_id, d.target_id) AND o.state <> 'open'`,
    [duties.map((one) => one.subjectId), duties.map((one) => one.ruleId), duties.map((one) => one.targetId)],
  );
}

interface OpenDuty extends DutyKey {
  readonly rule: string;
  readonly dueAt: Date;
}

async function openDuties(transaction: Queryable, records: readonly string[], targetId: number): Promise<OpenDuty[]> {
  return transaction.query<OpenDuty>(
    `SELECT o.subject_id AS "subjectId", o.rule_id AS "ruleId", o.target_id AS "targetId", r.name AS rule, o.due_at AS "dueAt"
     FROM obligation o JOIN deadline_rule r ON r.id = o.rule_id
     WHERE o.subject_id = ANY($1::uuid[]) AND o.target_id IN ($2, 0) AND o.state = 'open' AND o.operation = 'upsert'
       AND o.met_by NOT IN ('published', 'recorded')
     ORDER BY o.subject_id, o.rule_id, o.target_id FOR UPDATE OF o`,
    [records, targetId],
  );
}

/** Nobody can say when the receiver had them: they are closed, and count neither as in time nor as late. */
async function waive(
  { makeId, now }: ByHandTools['context'],
  transaction: Queryable,
  { plan, target, person }: Adoption,
  duties: readonly OpenDuty[],
): Promise<void> {
  if (duties.length === 0) return;
  await writeHistory(transaction, { makeId, now: now() }, duties, adoptedCode);
  await transaction.query(
    `UPDATE obligation o SET state = 'waived' FROM unnest($1::uuid[], $2::int[], $3::int[]) AS d (subject_id, rule_id, target_id)
     WHERE (o.subject_id, o.rule_id, o.target_id) = (d.subject_id, d.rule_id, d.target_id)`,
    [duties.map((one) => one.subjectId), duties.map((one) => one.ruleId), duties.map((one) => one.targetId)],
  );
  const segment = new SegmentWriter();
  for (const { subjectId: record, rule } of duties) {
    segment.add({
      id: makeId(),
      at: now().toISOString(),
      station: 'obligation-adopted',
      actor: person,
      department: plan.department,
      dataset: plan.dataset.name,
      record,
      target: target.connector,
      code: rule,
    });
  }
  await segment.write(transaction, makeId, now());
}
