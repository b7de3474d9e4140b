/** Receivers, their load and their pause. */
export interface TargetServices {
  list(): Promise<readonly TargetView[]>;
  /** Takes effect at once, over all processes: nothing new is handed over. */
  pause(name: string, reason: string): Promise<TargetView>;
  resume(name: string): Promise<TargetView>;
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
