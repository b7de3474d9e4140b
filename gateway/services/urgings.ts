import type { ObligationNames } from './obligations.js';
import type { Page, PageRequest } from './page.js';

/** 催办: the data office urges a department; 督办: its supervisor is told, too. */
export type UrgingLevel = 'urged' | 'supervised';

export interface UrgingServices {
  /** Newest first. */
  list(filter: UrgingFilter, page: PageRequest): Promise<Page<UrgingView>>;
  /**
   * Urges a department over its open obligations of a selection, but for those that an urging without an answer is about.
   * Throws DEADLINE_NOTHING_TO_URGE, DEADLINE_DATE_NOT_COVERED.
   */
  urge(request: UrgingRequest): Promise<UrgingView>;
  /**
   * Tells the supervisor of what is still open of an urging, once. Throws DEADLINE_URGING_SUPERVISED and
   * DEADLINE_NOTHING_TO_URGE.
   */
  supervise(id: number, request: SupervisionRequest): Promise<UrgingView>;
  /** The department takes note and says what it will do; the first answer counts. Throws DEADLINE_URGING_ANSWERED. */
  answer(id: number, answer: { readonly answer: string; readonly person: string }): Promise<UrgingView>;
}

export interface SupervisionRequest {
  readonly reason: string;
  /** YYYY-MM-DD; the day by which an answer is wanted. */
  readonly answerBy: string;
  readonly person: string;
}

export interface UrgingRequest extends SupervisionRequest, Omit<ObligationNames, 'department'> {
  readonly department: string;
  /** One record's obligations only. */
  readonly record?: string;
  /** What is past due only. */
  readonly overdueOnly?: boolean;
}

export interface UrgingFilter {
  readonly department?: string;
  readonly standing?: 'unanswered';
}

export interface UrgingView {
  readonly id: number;
  readonly department: string;
  readonly level: UrgingLevel;
  /** Supervised: the urging that was not enough. */
  readonly follows: number | null;
  readonly obligations: number;
  /** Of them those that are open now. */
  readonly open: number;
  readonly reason: string;
  readonly answerBy: string;
  readonly urgedBy: string;
  readonly urgedAt: string;
  readonly answeredAt: string | null;
  readonly answeredBy: string | null;
  readonly answer: string | null;
}
