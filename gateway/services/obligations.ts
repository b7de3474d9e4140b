import type { DueDateStep } from '../deadlines/compute.js';
import type { Words } from '../deadlines/explain.js';
import type { Bulletin } from '../reading/bulletin.js';
import type { ForecastView } from '../reading/forecast.js';
import type { Page, PageRequest } from './page.js';

/** Deadlines: what is due, what was late, what will be. */
export interface ObligationServices {
  /** Open ones, nearest due first. */
  list(filter: ObligationFilter, page: PageRequest): Promise<Page<ObligationView>>;
  /** Counts by department, dataset, target and rule, in that order; at most 10,000 rows. */
  report(filter: ObligationReportFilter): Promise<ObligationReport>;
  /** The report with every late obligation and where its days went. */
  bulletin(filter: ObligationReportFilter): Promise<Bulletin>;
  /** What will be late at each receiver, from its backlog and its measured rate, by receiver's name. */
  forecast(): Promise<readonly ForecastView[]>;
  /** What falls due on each day from `from` to `to`, both included; at most 400 days. */
  dueDays(span: { readonly from: string; readonly to: string; readonly department?: string }): Promise<readonly DueDay[]>;
  /** How a rule comes from a day to the day that it is due, day by day, for a department's calendar. */
  explain(asked: { readonly rule: string; readonly from: string; readonly department: string }): Promise<DeadlineExplanationView>;
}

/** Obligations by the day that they are due. */
export interface DueDay {
  readonly dueOn: string;
  /** Overdue ones included. */
  readonly open: number;
  readonly overdue: number;
  readonly met: number;
  readonly metLate: number;
}

/** The arithmetic of one due day, with the rule and its law in words. */
export interface DeadlineExplanationView {
  readonly dueOn: string;
  readonly provisional: boolean;
  readonly steps: readonly DueDateStep[];
  readonly opening: readonly Words[];
  readonly closing: readonly Words[];
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
