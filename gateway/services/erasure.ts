import type { Page, PageRequest } from './page.js';

/**
 * Erasing persons, and holds that forbid it. A person is named by one of its records, or by its identifier, which is
 * written down nowhere.
 *
 * @law 中华人民共和国个人信息保护法 第四十七条
 */
export interface ErasureServices {
  /** Newest first. */
  list(filter: { readonly state?: ErasureState }, page: PageRequest): Promise<Page<ErasureView>>;
  /** Throws PRIVACY_PERSON_UNNAMED, PRIVACY_PERSON_UNKNOWN, PRIVACY_MUST_BE_KEPT (with every reason), PRIVACY_ERASURE_OPEN, PRIVACY_PURPOSE_VAGUE. */
  ask(request: ErasureRequest): Promise<ErasureView>;
  /**
   * Approved, the person's key and whatever found its records go at once, in every version, quarantined row and log entry.
   * Throws API_RESOURCE_MISSING, PRIVACY_ERASURE_OWN, PRIVACY_ERASURE_DECIDED, PRIVACY_MUST_BE_KEPT.
   */
  decide(id: number, decision: ErasureDecision): Promise<ErasureView>;
  /** Holds that stand first, then the newest. */
  holds(page: PageRequest): Promise<Page<HoldView>>;
  /** Throws PRIVACY_PERSON_UNNAMED, PRIVACY_PERSON_UNKNOWN, PRIVACY_PURPOSE_VAGUE. */
  placeHold(hold: ErasureRequest): Promise<HoldView>;
  /** Again has no effect. Throws API_RESOURCE_MISSING. */
  liftHold(id: number, lift: { readonly reason: string; readonly person: string }): Promise<HoldView>;
}

export const erasureStates = ['open', 'approved', 'refused'] as const;
export type ErasureState = (typeof erasureStates)[number];

/** One of `record` and `subject` says who it is. */
export interface ErasureRequest {
  /** Id of a record that concerns the person. */
  readonly record?: string;
  /** Identity number, credit code or whatever identifies the person in its records. */
  readonly subject?: string;
  /** Number of the request, decision or case. */
  readonly reference: string;
  readonly reason: string;
  readonly person: string;
}

export interface ErasureDecision {
  readonly outcome: 'approved' | 'refused';
  readonly reason: string;
  readonly person: string;
}

export interface ErasureView {
  readonly id: number;
  /** That asked. */
  readonly department: string;
  readonly state: ErasureState;
  readonly reference: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
  /** Whose personal fields went; null before. */
  readonly records: number | null;
}

export interface HoldView {
  readonly id: number;
  readonly department: string;
  readonly reference: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: string;
  readonly liftedBy: string | null;
  readonly liftedAt: string | null;
  readonly liftReason: string | null;
}
