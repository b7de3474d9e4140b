import { GatewayError } from '../../schemas/errors.js';
import type { Page, PageRequest } from '../services/page.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { pageOf, positionOf } from '../reading/paging.js';
import { iso, scopeParameter, type Scope } from '../reading/scope.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { DayCounts } from './compare.js';
import type { Finding, FindingKind } from './findings.js';

export interface ReconciliationView {
  readonly id: number;
  readonly exchange: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly sourceRows: number;
  /** Rows that could not be read, which are in quarantine. */
  readonly quarantined: number;
  readonly errorCode: string | null;
}

export interface ReconciliationDetail extends ReconciliationView {
  /** By the legal day of the records, newest first; '' where a row shows none. At most 4,000. */
  readonly days: readonly (DayCounts & { readonly day: string })[];
}

export const findingStates = ['open', 'cleared', 'confirmed', 'dismissed'] as const;
export type FindingState = (typeof findingStates)[number];

export interface FindingView {
  readonly id: number;
  readonly exchange: string;
  readonly department: string;
  readonly kind: FindingKind;
  readonly ground: Finding['ground'];
  readonly record: string | null;
  readonly target: string | null;
  /** Position in the source, document number or rule. */
  readonly place: string | null;
  readonly firstSeenAt: string;
  readonly state: FindingState;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
}

export interface FindingFilter {
  readonly exchange?: string;
  readonly kind?: FindingKind;
  readonly state?: FindingState;
}

export const findingOutcomes = ['confirmed', 'dismissed'] as const;

export interface FindingDecision {
  readonly outcome: (typeof findingOutcomes)[number];
  readonly reason: string;
  readonly person: string;
}

/** When an exchange is reconciled by itself, and how the last time ended. */
export interface ReconciliationScheduleView {
  readonly exchange: string;
  readonly cron: string;
  readonly timeZone: string;
  /** Null while the exchange's schedules rest. */
  readonly nextAt: string | null;
  readonly last: ReconciliationView | null;
}

export interface ReconcileServices {
  /** The exchanges that have a schedule for it, by name. */
  schedule(): Promise<readonly ReconciliationScheduleView[]>;
  /** Begins one and returns at once; follow it with `get`. Throws RECONCILE_RUNNING. */
  start(exchange: string): Promise<ReconciliationView>;
  /** Newest first. */
  list(filter: { readonly exchange?: string }, page: PageRequest): Promise<Page<ReconciliationView>>;
  get(id: number): Promise<ReconciliationDetail>;
  /** Newest first. */
  findings(filter: FindingFilter, page: PageRequest): Promise<Page<FindingView>>;
  /** What a person makes of an open finding. Throws RECONCILE_FINDING_DECIDED. */
  decide(id: number, decision: FindingDecision): Promise<FindingView>;
}

interface Tools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
}

interface ReconciliationRow extends Omit<ReconciliationView, 'startedAt' | 'endedAt'> {
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

interface FindingRow extends Omit<FindingView, 'firstSeenAt' | 'decidedAt'> {
  readonly firstSeenAt: Date;
  readonly decidedAt: Date | null;
}

const selectReconciliation = `SELECT r.id, r.exchange, r.state, r.started_at AS "startedAt", r.ended_at AS "endedAt",
    r.source_rows AS "sourceRows", r.quarantined, r.error_code AS "errorCode"
  FROM reconciliation r JOIN department ON department.id = r.department_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

const selectFinding = `SELECT f.id, f.exchange, department.name AS department, f.kind, f.ground, f.record_id AS record,
    connector.reference AS target, f.place, f.first_seen_at AS "firstSeenAt", f.state, f.decided_at AS "decidedAt",
    f.decided_by AS "decidedBy", f.decision_reason AS "decisionReason"
  FROM reconciliation_finding f
  JOIN department ON department.id = f.department_id
  LEFT JOIN connector ON connector.id = f.target_id
  WHERE ($1::text[] IS NULL OR department.name = ANY ($1))`;

const daysMax = 4000;

/** Reconciliations and their findings as one caller has them; who runs exchanges adds `start`. */
export function findingServices(tools: Tools, scope: Scope): Omit<ReconcileServices, 'start' | 'schedule'> {
  const { store } = tools;
  const seen = scopeParameter(scope);
  const findingOf = async (id: number): Promise<FindingView> => {
    const [row] = await store.query<FindingRow>(`${selectFinding} AND f.id = $2`, [seen, id]);
    if (!row) throw new GatewayError('API_RESOURCE_MISSING', { finding: id });
    return findingView(row);
  };
  return {
    list: async ({ exchange }, page) => {
      const rows = await store.query<ReconciliationRow>(
        `${selectReconciliation} AND ($2::text IS NULL OR r.exchange = $2) AND ($3::bigint IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4`,
        [seen, exchange ?? null, ...positionOf(page, ['number']), page.limit + 1],
      );
      return pageOf(rows, page, reconciliationView, ({ id }) => [id]);
    },
    get: async (id) => {
      const [row] = await store.query<ReconciliationRow>(`${selectReconciliation} AND r.id = $2`, [seen, id]);
      if (!row) throw new GatewayError('API_RESOURCE_MISSING', { reconciliation: id });
      const days = await store.query<DayCounts & { readonly day: string }>(
        `SELECT day, source, same, accepted, late FROM reconciliation_day WHERE reconciliation_id = $1 ORDER BY day DESC LIMIT ${daysMax}`,
        [id],
      );
      return { ...reconciliationView(row), days };
    },
    findings: async ({ exchange, kind, state }, page) => {
      const rows = await store.query<FindingRow>(
        `${selectFinding} AND ($2::text IS NULL OR f.exchange = $2) AND ($3::text IS NULL OR f.kind::text = $3)
           AND ($4::text IS NULL OR f.state::text = $4) AND ($5::bigint IS NULL OR f.id < $5) ORDER BY f.id DESC LIMIT $6`,
        [seen, exchange ?? null, kind ?? null, state ?? null, ...positionOf(page, ['number']), page.limit + 1],
      );
      return pageOf(rows, page, findingView, ({ id }) => [id]);
    },
    async decide(id, decision) {
      const found = await findingOf(id);
      await store.transaction(async (transaction) => {
        const decided = await transaction.query(
          `UPDATE reconciliation_finding SET state = $2::finding_state, decided_at = now(), decided_by = $3, decision_reason = $4
           WHERE id = $1 AND state = 'open' RETURNING id`,
          [id, decision.outcome, decision.person, decision.reason],
        );
        if (decided.length === 0) throw new GatewayError('RECONCILE_FINDING_DECIDED', { finding: id });
        const segment = new SegmentWriter();
        segment.add({
          id: tools.makeId(),
          at: tools.now().toISOString(),
          station: 'finding-decided',
          actor: decision.person,
          department: found.department,
          record: found.record ?? undefined,
          target: found.target ?? undefined,
          code: `${decision.outcome} ${decision.reason}`,
        });
        await segment.write(transaction, tools.makeId, tools.now());
      });
      return findingOf(id);
    },
  };
}

function reconciliationView(row: ReconciliationRow): ReconciliationView {
  return { ...row, startedAt: iso(row.startedAt), endedAt: iso(row.endedAt) };
}

function findingView(row: FindingRow): FindingView {
  return { ...row, firstSeenAt: iso(row.firstSeenAt), decidedAt: iso(row.decidedAt) };
}
