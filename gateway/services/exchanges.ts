import type { Problem } from '../../schemas/problem.js';
import type { TargetSummary } from '../summary.js';
import type { Page, PageRequest } from './page.js';

/** Exchanges as they stand, and their beginning by hand. */
export interface ExchangeServices {
  list(): Promise<readonly ExchangeView[]>;
  /**
   * Begins a run and returns as soon as it stands in the store; follow it with `runs.get`.
   * Throws INGEST_EXCHANGE_RUNNING while another run of the exchange is under way.
   */
  start(name: string): Promise<RunDetail>;
  /** Rests the schedule from now on; runs by hand go on. Again has no effect. */
  pause(name: string, reason: string): Promise<ExchangeView>;
  /** Lets the schedule go on; slots missed meanwhile are caught up with one run. */
  resume(name: string): Promise<ExchangeView>;
  /** When the schedule will run it next, at most `count` instants of the coming year; none while it is paused. */
  nextRuns(name: string, count: number): Promise<readonly string[]>;
}

/** What runs of exchanges did. */
export interface RunServices {
  /** Newest first. */
  list(filter: { readonly exchange?: string }, page: PageRequest): Promise<Page<RunView>>;
  get(id: number): Promise<RunDetail>;
  /** Ends a run that is under way after the batch in hand; what it stored is kept. Throws INGEST_RUN_ENDED. */
  cancel(id: number): Promise<RunDetail>;
}

export interface ExchangeView {
  readonly name: string;
  readonly dataset: string;
  /** Connector and stream it pulls from. */
  readonly source: string;
  readonly targets: readonly string[];
  readonly cron: string | null;
  readonly timeZone: string | null;
  /** Why its schedule rests; null while it does not. */
  readonly paused: { readonly at: string; readonly by: string; readonly reason: string } | null;
  readonly nextRunAt: string | null;
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
