import { GatewayError } from '../../schemas/errors.js';
import type { Page, PageRequest } from '../services/page.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import type { JsonObject } from '../../schemas/json.js';
import type { PublicationClass, PublicationWindow } from '../publication/rule.js';
import { pageOf, positionOf } from '../reading/paging.js';
import { iso, scopeParameter, type Reader, type Scope } from '../reading/scope.js';
import { settledColumns } from '../store/settled-columns.js';
import type { Queryable } from '../store/store.js';
import { logDuty, type DutyTools } from './named-duty.js';

export const publicationStandings = ['undetermined', 'published', 'still-held', 'ended'] as const;

/** How long one record may be published, and what public targets make of it. */
export interface PublicationView {
  readonly record: string;
  readonly department: string;
  readonly dataset: string;
  /** Null: for a person to decide. */
  readonly class: PublicationClass | null;
  readonly isPublic: boolean;
  readonly startsOn: string;
  readonly leastUntil: string | null;
  /** First day on which it is published no more, by its period or its repair. */
  readonly endsOn: string | null;
  readonly repairedOn: string | null;
  readonly chosenBy: string | null;
  readonly chosenReason: string | null;
  /** When the withdrawals were made. */
  readonly endedAt: string | null;
  /** Public targets that have not confirmed a withdrawal of what is published no more. */
  readonly stillHeldBy: readonly string[];
}

export interface PublicationFilter {
  readonly department?: string;
  readonly standing?: (typeof publicationStandings)[number];
}

export interface ClassDecision {
  readonly class: PublicationClass;
  readonly reason: string;
  readonly person: string;
}

/** Periods of publication, and the classes that people decide. */
export interface PublicationServices {
  /** Those that end first come first; undetermined ones last. */
  list(filter: PublicationFilter, page: PageRequest): Promise<Page<PublicationView>>;
  /**
   * Decides the class of a record, for its later versions too, and lets go or cancels what waited for it. Throws
   * API_RESOURCE_MISSING, PUBLICATION_CLASS_NOT_IN_RULE, and PUBLICATION_OVER.
   */
  classify(record: string, decision: ClassDecision): Promise<PublicationView>;
}

/** What is lent besides: the exchanges in force say which rules hold. */
export interface PublicationTools extends DutyTools {
  readonly plans: () => ReadonlyMap<string, ExchangePlan>;
}

interface PublicationRow extends Omit<PublicationView, 'endedAt'> {
  readonly endedAt: Date | null;
}

// A target still holds a record while the newest of what it accepted is the record and not its withdrawal.
const select = `SELECT p.record_id AS record, department.name AS department, dataset.name AS dataset, p.class,
    p.is_public AS "isPublic", p.starts_on AS "startsOn", p.least_until AS "leastUntil",
    LEAST(p.ends_on, p.repaired_on) AS "endsOn", p.repaired_on AS "repairedOn", p.chosen_by AS "chosenBy",
    p.chosen_reason AS "chosenReason", p.ended_at AS "endedAt", held.targets AS "stillHeldBy"
  FROM publication p
  JOIN department ON department.id = p.department_id
  JOIN dataset ON dataset.id = p.dataset_id
  CROSS JOIN LATERAL (
    SELECT COALESCE(array_agg(c.reference ORDER BY c.reference), '{}') AS targets FROM connector c
    WHERE p.ended_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM every_delivery w WHERE w.record_id = p.record_id AND w.target_id = c.id AND w.operation = 'withdraw')
      AND (SELECT d.operation FROM delivery d WHERE d.record_id = p.record_id AND d.target_id = c.id AND d.state = 'accepted'
        ORDER BY d.version DESC, d.resend DESC LIMIT 1) = 'upsert') held
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

/** The publications as one caller has them. */
export function publicationServices(tools: PublicationTools, scope: Scope): PublicationServices {
  const { store } = tools;
  const get = async (record: string): Promise<PublicationView> => {
    const [row] = await store.query<PublicationRow>(`${select} AND p.record_id = $2`, [scopeParameter(scope), record]);
    if (!row) throw new GatewayError('API_RESOURCE_MISSING', { record });
    return viewOf(row);
  };
  return {
    list: (filter, page) => list({ store, scope }, filter, page),
    async classify(record, decision) {
      const { department, dataset } = await get(record);
      const plan = [...tools.plans().values()].find((one) => one.department === department && one.dataset.name === dataset);
      await store.transaction((transaction) => classify(tools, transaction, { record, department, dataset }, plan, decision));
      return get(record);
    },
  };
}

async function list(
  { store, scope }: Reader,
  { department, standing }: PublicationFilter,
  page: PageRequest,
): Promise<Page<PublicationView>> {
  const rows = await store.query<PublicationRow>(
    `${select} AND ($2::text IS NULL OR department.name = $2)
       AND CASE $3::text WHEN 'undetermined' THEN p.class IS NULL WHEN 'published' THEN p.is_public AND p.ended_at IS NULL
         WHEN 'ended' THEN p.ended_at IS NOT NULL WHEN 'still-held' THEN held.targets <> '{}' ELSE true END
       AND ($4::text IS NULL OR (COALESCE(LEAST(p.ends_on, p.repaired_on), '9999'), p.record_id) > ($4, $5::uuid))
     ORDER BY COALESCE(LEAST(p.ends_on, p.repaired_on), '9999'), p.record_id LIMIT $6`,
    [scopeParameter(scope), department ?? null, standing ?? null, ...positionOf(page, ['text', 'uuid']), page.limit + 1],
  );
  return pageOf(rows, page, viewOf, (row) => [row.endsOn ?? '9999', row.record]);
}

async function classify(
  tools: PublicationTools,
  transaction: Queryable,
  { record, department, dataset }: { readonly record: string; readonly department: string; readonly dataset: string },
  plan: ExchangePlan | undefined,
  decision: ClassDecision,
): Promise<void> {
  await transaction.query('SELECT id FROM record WHERE id = $1 FOR UPDATE', [record]);
  const [before] = await transaction.query<{ ended_at: Date | null }>('SELECT ended_at FROM publication WHERE record_id = $1 FOR UPDATE', [record]);
  if (before?.ended_at) throw new GatewayError('PUBLICATION_OVER', { record });
  const window = await windowOf(transaction, record, plan, decision.class);
  if (!window) throw new GatewayError('PUBLICATION_CLASS_NOT_IN_RULE', { record, class: decision.class });
  await transaction.query(
    `UPDATE publication SET class = $2, is_public = $3, least_until = $4, ends_on = $5, chosen_by = $6, chosen_reason = $7,
       chosen_at = now() WHERE record_id = $1`,
    [record, decision.class, window.isPublic, window.leastUntil, window.endsOn, decision.person, decision.reason],
  );
  await (window.isPublic ? letGo(transaction, record) : keepBack(transaction, record, decision.reason));
  const duty = { subjectId: record, rule: decision.class, target: null, department, dataset };
  const code = `${decision.class} ${decision.reason}`;
  await logDuty(tools, transaction, duty, { station: 'publication-class-decided', actor: decision.person, code });
}

/** The day from which a period runs is public, so the record's open part tells it. */
async function windowOf(
  transaction: Queryable,
  record: string,
  plan: ExchangePlan | undefined,
  chosen: PublicationClass,
): Promise<PublicationWindow | undefined> {
  const [row] = await transaction.query<{ content: string }>(
    `SELECT v.content::text AS content FROM record r
     JOIN record_version v ON (v.record_id, v.version, v.month) = (r.id, r.current_version, r.current_month) WHERE r.id = $1`,
    [record],
  );
  const window = row && plan?.publication?.windowOf(JSON.parse(row.content) as JsonObject, chosen);
  return window?.class === chosen ? window : undefined;
}

const waits = `state = 'held' AND reason = 'PUBLICATION_CLASS_UNDETERMINED'`;

async function letGo(transaction: Queryable, record: string): Promise<void> {
  await transaction.query(
    `UPDATE outbox SET state = 'pending', reason = NULL, next_at = now(), made_at = now() WHERE record_id = $1 AND ${waits}`,
    [record],
  );
}

/**
 * What is not published is owed to no public target: its obligations there are closed while there is time. One that is
 * overdue stays, for that the data office has to waive.
 */
async function keepBack(transaction: Queryable, record: string, reason: string): Promise<void> {
  await transaction.query(
    `WITH gone AS (DELETE FROM outbox WHERE record_id = $1 AND ${waits} RETURNING *),
     closed AS (
       UPDATE obligation o SET state = 'withdrawn' FROM gone g
       WHERE (o.subject_id, o.target_id) = (g.record_id, g.target_id) AND o.state = 'open' AND o.due_at > now())
     INSERT INTO delivery (${settledColumns}, state, settled_at, receipt_code, receipt_text)
     SELECT ${settledColumns}, 'cancelled', now(), 'by-hand', $2 FROM gone`,
    [record, reason],
  );
}

function viewOf(row: PublicationRow): PublicationView {
  return { ...row, endedAt: iso(row.endedAt) };
}
