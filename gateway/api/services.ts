import type { JsonObject } from '../../schemas/json.js';
import type { Problem } from '../../schemas/problem.js';
import type { KeyServices } from '../access/api-keys.js';
import type { PeopleServices } from '../access/people.js';
import type { CaseServices } from '../duties/cases.js';
import type { PublicationServices } from '../duties/publications.js';
import type { LatenessServices } from '../duties/lateness.js';
import type { InboundServices } from '../inbound/services.js';
import type { Confirmation, HeldDecision } from '../deliver/by-hand.js';
import type { LogEntry } from '../exchange-log/entry.js';
import type { ReconcileServices } from '../reconcile/services.js';
import type { Bulletin } from '../reading/bulletin.js';
import type { ForecastView } from '../reading/forecast.js';
import type { SecretServices } from '../secrets/secrets.js';
import type { Scope } from '../reading/scope.js';
import type { LogServices } from './log-services.js';
import type { TargetSummary } from '../summary.js';

/**
 * What the program can be asked and told, by the API and by the command line. An object of this kind is bound to
 * what its caller may see; it never answers beyond that. Everything in and out is plain JSON: instants are UTC ISO
 * text, legal dates YYYY-MM-DD, names `department/name`; what is not there is null. No answer holds personal data
 * in clear.
 *
 * A name or id that does not exist (or may not be seen) is API_RESOURCE_MISSING.
 */
export interface GatewayServices {
  readonly exchanges: {
    list(): Promise<readonly ExchangeView[]>;
    /**
     * Begins a run and returns as soon as it stands in the store; follow it with `runs.get`.
     * Throws INGEST_EXCHANGE_RUNNING while another run of the exchange is under way.
     */
    start(name: string): Promise<RunView>;
  };
  readonly runs: {
    /** Newest first. */
    list(filter: { readonly exchange?: string }, page: PageRequest): Promise<Page<RunView>>;
    get(id: number): Promise<RunDetail>;
  };
  readonly deliveries: {
    /** Open ones earliest due first, settled ones newest first. */
    list(
      filter: { readonly state: DeliveryState; readonly target?: string },
      page: PageRequest,
    ): Promise<Page<DeliveryView>>;
    get(id: string): Promise<DeliveryView>;
    /**
     * Carries out what a person decided about a held delivery; answers how it stands then. Throws DELIVERY_NOT_HELD,
     * DELIVERY_PLAN_MISSING.
     */
    release(id: string, decision: HeldDecision): Promise<DeliveryView>;
    /** Takes a person's word, with proof, for a delivery's arrival. Throws DELIVERY_NOT_CONFIRMABLE, DELIVERY_PLAN_MISSING. */
    confirm(id: string, confirmation: Confirmation): Promise<DeliveryView>;
  };
  readonly inbound: InboundServices;
  readonly quarantine: {
    /** Newest first. */
    list(
      filter: { readonly state?: QuarantineState; readonly exchange?: string },
      page: PageRequest,
    ): Promise<Page<QuarantineView>>;
    get(id: string): Promise<QuarantineView>;
    /** Tries the record once more with the present mapping, schema and configuration; answers how it stands then. */
    replay(id: string): Promise<QuarantineView>;
  };
  readonly targets: {
    list(): Promise<readonly TargetView[]>;
    /** Takes effect at once, over all processes: nothing new is handed over. */
    pause(name: string, reason: string): Promise<TargetView>;
    resume(name: string): Promise<TargetView>;
  };
  readonly obligations: {
    /** Open ones, nearest due first. */
    list(filter: ObligationFilter, page: PageRequest): Promise<Page<ObligationView>>;
    /** Counts by department, dataset, target and rule, in that order; at most 10,000 rows. */
    report(filter: ObligationReportFilter): Promise<ObligationReport>;
    /** The report with every late obligation and where its days went. */
    bulletin(filter: ObligationReportFilter): Promise<Bulletin>;
    /** What will be late at each receiver, from its backlog and its measured rate, by receiver's name. */
    forecast(): Promise<readonly ForecastView[]>;
  };
  readonly notices: {
    /** Warnings of what is due soon or overdue, newest first. */
    list(filter: NoticeFilter, page: PageRequest): Promise<Page<NoticeView>>;
    /** Writes down who took note; again by another has no effect. */
    acknowledge(id: number, person: string): Promise<NoticeView>;
  };
  readonly logEntries: {
    /** All that the exchange log says of one record, oldest first. */
    list(filter: { readonly record: string }, page: PageRequest): Promise<Page<LogEntry>>;
  };
  readonly cases: CaseServices;
  readonly lateness: LatenessServices;
  readonly publications: PublicationServices;
  readonly reconciliations: ReconcileServices;
  readonly people: PeopleServices;
  readonly keys: KeyServices;
  readonly secrets: SecretServices;
  readonly log: LogServices;
  readonly resources: {
    list(filter: { readonly kind?: string }, page: PageRequest): Promise<Page<ResourceView>>;
    get(kind: string, name: string): Promise<ResourceDetail>;
  };
}

/** The services as one caller has them: bound to what it may see, acting in its name. */
export type ServicesFor = (caller: { readonly scope: Scope; readonly actor: string }) => GatewayServices;

export interface PageRequest {
  /** 1 to 500. */
  readonly limit: number;
  /** `next` of the page before; absent for the first. Opaque; a damaged one is API_QUERY_WRONG. */
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly next: string | null;
}

export interface ExchangeView {
  readonly name: string;
  readonly dataset: string;
  /** Connector and stream it pulls from. */
  readonly source: string;
  readonly targets: readonly string[];
  readonly cron: string | null;
  readonly timeZone: string | null;
  readonly lastRun: RunView | null;
}

export interface RunView {
  readonly id: number;
  readonly exchange: string;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly rows: number;
  readonly unchanged: number;
  readonly folded: number;
  readonly skipped: number;
  readonly mapped: number;
  readonly quarantined: number;
  readonly versions: number;
  /** Of the versions those that took the place of what another row of the same stream said. */
  readonly overridden: number;
  readonly failure: { readonly code: string; readonly text: string } | null;
}

export interface RunDetail extends RunView {
  readonly targets: readonly TargetSummary[];
  /** What was odd about its records without being wrong, most frequent first. */
  readonly warnings: readonly RunWarning[];
}

/** One kind of oddness at one field, over a run's records. */
export interface RunWarning {
  readonly records: number;
  /** Of the first such row at its source. */
  readonly position: string;
  /** The first one. */
  readonly warning: Problem;
}

export const deliveryStates = [
  'pending',
  'sending',
  'unknown',
  'sent',
  'accepted',
  'rejected',
  'held',
  'superseded',
  'cancelled',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryView {
  /** Its idempotency key: the receiver knows it by the same. */
  readonly id: string;
  readonly record: string;
  readonly version: number;
  readonly resend: number;
  readonly target: string;
  readonly department: string;
  readonly operation: 'upsert' | 'withdraw';
  readonly state: DeliveryState;
  /** Why a pending one may not go yet. */
  readonly wait: 'older-version' | 'reference' | null;
  readonly dueAt: string | null;
  readonly nextAt: string | null;
  readonly attempts: number | null;
  readonly handedOverAt: string | null;
  readonly settledAt: string | null;
  /** Code of what stopped or delayed it. */
  readonly reason: string | null;
  readonly receipt: { readonly code: string; readonly text: string | null } | null;
}

export const quarantineStates = ['open', 'mended', 'dismissed'] as const;
export type QuarantineState = (typeof quarantineStates)[number];

export interface QuarantineView {
  readonly id: string;
  /** A row that could not become a record, or a record version that a target refused for good. */
  readonly kind: 'source-row' | 'delivery';
  readonly department: string;
  readonly exchange: string;
  readonly record: string;
  readonly target: string | null;
  readonly version: number | null;
  /** Where the row stands at its source. */
  readonly position: string;
  readonly problems: readonly Problem[];
  readonly state: QuarantineState;
  readonly run: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly closedAt: string | null;
}

export interface TargetView {
  readonly name: string;
  readonly system: string;
  readonly paused: boolean;
  readonly pausedReason: string | null;
  /** Failed attempts in a row. */
  readonly failures: number;
  /** The circuit breaker lets nothing pass before. */
  readonly openUntil: string | null;
  /** Open deliveries by state. */
  readonly pending: number;
  readonly sending: number;
  readonly unknown: number;
  readonly sent: number;
  readonly held: number;
  /** Of the open deliveries the earliest. */
  readonly nearestDueAt: string | null;
}

export interface ObligationView {
  /** Id of the record, reserved from the first sight of its row. */
  readonly record: string;
  readonly rule: string;
  readonly target: string | null;
  readonly department: string;
  readonly dataset: string;
  readonly triggerDate: string;
  readonly dueOn: string;
  readonly dueAt: string;
  /** Counted over days whose official calendar was not out yet. */
  readonly provisional: boolean;
  readonly isOverdue: boolean;
}

/** Names to narrow obligations by; `target` is `department/name`. */
export interface ObligationNames {
  readonly department?: string;
  readonly dataset?: string;
  readonly target?: string;
  readonly rule?: string;
}

export const obligationStandings = ['overdue', 'due-soon'] as const;

export interface ObligationFilter extends ObligationNames {
  readonly standing?: (typeof obligationStandings)[number];
  /** How far `due-soon` looks ahead, in days of 24 hours; 3 when absent. */
  readonly soonDays?: number;
}

export interface ObligationReportFilter extends ObligationNames {
  /** First and last due day (YYYY-MM-DD) of the obligations that count. */
  readonly from?: string;
  readonly to?: string;
  /** A past day: the figures as they stood at its end, 24:00 in Shanghai. The present ones when absent. */
  readonly asOf?: string;
  readonly soonDays?: number;
}

export interface ObligationReport {
  /** The instant that the figures speak of. */
  readonly at: string;
  readonly soonDays: number;
  readonly rows: readonly ObligationReportRow[];
  readonly total: ObligationFigures;
}

export interface ObligationReportRow extends ObligationFigures {
  readonly department: string;
  readonly dataset: string;
  readonly target: string | null;
  readonly rule: string;
}

/** Obligations by how they stand: `open` includes overdue and due soon; all = open + met + metLate + waived. */
export interface ObligationFigures {
  readonly open: number;
  readonly overdue: number;
  readonly dueSoon: number;
  readonly provisional: number;
  readonly met: number;
  readonly metLate: number;
  /** Of the met late ones those that nobody has given a reason for: they are not closed. */
  readonly unexplained: number;
  readonly waived: number;
  /** met / (met + metLate + overdue), 0 to 1 with four decimals; null while nothing has been met or missed. */
  readonly onTimeRate: number | null;
  /** How long before its due instant an obligation was met, on average and in hours; below 0 is late. */
  readonly meanLeadHours: number | null;
}

export interface NoticeFilter {
  readonly department?: string;
  readonly standing?: 'unacknowledged';
}

/** What people are told of all obligations of a department, rule and due day that reached one threshold. */
export interface NoticeView {
  readonly id: number;
  readonly department: string;
  readonly rule: string;
  readonly dueOn: string;
  /** Working days before the due day; -1 once it is past. */
  readonly threshold: number;
  readonly obligations: number;
  readonly madeAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
}

export interface ResourceView {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the canonical manifest, hex. */
  readonly digest: string;
  readonly appliedAt: string;
  readonly appliedBy: string;
}

export interface ResourceDetail extends ResourceView {
  readonly manifest: JsonObject;
}
