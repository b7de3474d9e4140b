import type { Page, PageRequest } from './page.js';

export const quietStates = ['open', 'zero-report', 'fault', 'rows-came'] as const;
export type QuietState = (typeof quietStates)[number];

/** 零报告: nothing happened that would have to be reported; or something is broken. */
export const quietOutcomes = ['zero-report', 'fault'] as const;

/** Streams that brought fewer rows than ever before. */
export interface QuietServices {
  /** Newest first. */
  list(filter: { readonly department?: string; readonly state?: QuietState }, page: PageRequest): Promise<Page<QuietView>>;
  /** A person accounts for the silence. Throws DEADLINE_QUIET_CLOSED. */
  account(id: number, account: QuietAccount): Promise<QuietView>;
}

export interface QuietAccount {
  readonly outcome: (typeof quietOutcomes)[number];
  readonly reason: string;
  readonly person: string;
}

export interface QuietView {
  readonly id: number;
  readonly exchange: string;
  readonly department: string;
  /** First and last of the quiet working days. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly workingDays: number;
  readonly rows: number;
  /** The fewest rows in as many working days before. */
  readonly least: number;
  readonly state: QuietState;
  readonly openedAt: string;
  readonly closedAt: string | null;
  /** Null: rows came. */
  readonly closedBy: string | null;
  readonly reason: string | null;
}
