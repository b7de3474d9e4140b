import type { AgreementSide, Approval } from '../agreements/standing.js';
import type { AgreementSpec } from '../workspace/resources.js';
import type { ValueDifference } from '../workspace/difference.js';

/** What departments agreed to share, and who lets it into force. */
export interface AgreementServices {
  /** Those that the caller's department provides, owns or receives by, by name; each as its newest version says. */
  list(): Promise<readonly AgreementView[]>;
  get(name: string): Promise<AgreementDetail>;
  /**
   * What one side says of a version. Throws AGREEMENT_VERSION_OLD, AGREEMENT_SIDE_NOT_WANTED, AGREEMENT_SIDE_NOT_YOURS,
   * AGREEMENT_OWN_REQUEST, AGREEMENT_SAME_PERSON, AGREEMENT_DECIDED.
   */
  decide(name: string, decision: AgreementDecision): Promise<AgreementDetail>;
}

export interface AgreementDecision {
  /** That was looked at. */
  readonly version: number;
  readonly side: AgreementSide;
  readonly outcome: 'approved' | 'refused';
  readonly reason: string;
  readonly person: string;
}

/** `ended` and `not-yet` are approved, but not of today; */
export type AgreementStanding = Exclude<Approval, 'approved'> | 'in-force' | 'not-yet' | 'ended';

export interface AgreementView extends Omit<AgreementSpec, 'validTo' | 'law' | 'receivingDepartment' | 'attachment' | 'masked' | 'basis'> {
  readonly name: string;
  readonly version: number;
  readonly basis: 'statutory' | 'mutual' | null;
  readonly law: string | null;
  readonly receivingDepartment: string | null;
  readonly masked: readonly string[];
  readonly validTo: string | null;
  readonly attachment: AgreementSpec['attachment'] | null;
  readonly standing: AgreementStanding;
  /** The version that lets records out today; null: none. */
  readonly versionInForce: number | null;
  /** Sides that have not said anything yet. */
  readonly waitsFor: readonly AgreementSide[];
  /** Days until it ends, where an end is set and it is in force. */
  readonly daysLeft: number | null;
  readonly requestedBy: string;
  readonly requestedAt: string;
  /** Exchanges that go by it. */
  readonly exchanges: readonly string[];
}

export interface AgreementDetail extends AgreementView {
  readonly decisions: readonly {
    readonly version: number;
    readonly side: AgreementSide;
    readonly outcome: 'approved' | 'refused';
    readonly person: string;
    readonly reason: string;
    readonly decidedAt: string;
  }[];
  /** From the version in force to the newest; empty where they are one. */
  readonly differences: readonly ValueDifference[];
}
