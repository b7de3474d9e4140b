/** The figures that a page opens with. Every part is absent (null) where the caller may not see what it counts. */
export interface Overview {
  readonly at: string;
  readonly exchanges: ExchangeFigures;
  readonly targets: TargetFigures | null;
  readonly deliveries: DeliveryFigures | null;
  readonly quarantine: QuarantineFigures | null;
  readonly obligations: DueFigures | null;
  readonly log: { readonly events: number } | null;
}

interface ExchangeFigures {
  readonly all: number;
  readonly paused: number;
  readonly running: number;
  /** Whose last run failed. */
  readonly failing: number;
  /** Of the last 24 hours. */
  readonly runs: number;
  readonly rows: number;
  readonly versions: number;
  readonly quarantined: number;
}

interface TargetFigures {
  readonly all: number;
  readonly paused: number;
  /** Whose breaker is open. */
  readonly stopped: number;
}

interface DeliveryFigures {
  /** Open ones by state. */
  readonly pending: number;
  readonly sending: number;
  readonly unknown: number;
  readonly sent: number;
  readonly held: number;
  /** Settled in the last 24 hours. */
  readonly accepted: number;
  readonly rejected: number;
  /** Made first among the pending ones. */
  readonly oldestPendingAt: string | null;
}

interface QuarantineFigures {
  readonly open: number;
  readonly oldestAt: string | null;
}

interface DueFigures {
  readonly open: number;
  readonly overdue: number;
  /** Due within three days of 24 hours. */
  readonly dueSoon: number;
  /** Questions of deadlines that wait for the data office. */
  readonly openCases: number;
  readonly unacknowledgedNotices: number;
}

export type OverviewPart = Exclude<keyof Overview, 'at' | 'exchanges'>;

export interface OverviewServices {
  /** Of the parts only those named are counted. */
  get(parts: readonly OverviewPart[]): Promise<Overview>;
}
