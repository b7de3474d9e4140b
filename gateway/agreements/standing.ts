import { dayNumber } from '../deadlines/civil-date.js';
import type { AgreementSpec } from '../workspace/resources.js';

/** Who has to let an agreement into force. */
export const agreementSides = ['data-office', 'provider', 'receiver'] as const;
export type AgreementSide = (typeof agreementSides)[number];

/** What one side said of one version. */
export interface SideDecision {
  readonly side: AgreementSide;
  readonly outcome: 'approved' | 'refused';
  readonly person: string;
  readonly reason: string;
  readonly decidedAt: Date;
}

/** How a version stands: `waiting` for sides, `refused` by one, `approved` by all that it needs. */
export type Approval = 'waiting' | 'refused' | 'approved';

/**
 * The sides that an agreement needs. What the law orders is confirmed by the data office alone, for a provincial platform
 * will never sign in to approve; what two departments agree on, both have to approve, or the data office in their place.
 */
export function sidesWanted({ basis }: Pick<AgreementSpec, 'basis'>): readonly AgreementSide[] {
  return basis === 'mutual' ? ['provider', 'receiver'] : ['data-office'];
}

export function approvalOf(spec: Pick<AgreementSpec, 'basis'>, decisions: readonly SideDecision[]): Approval {
  if (decisions.some(({ outcome }) => outcome === 'refused')) return 'refused';
  const isGiven = (side: AgreementSide): boolean => decisions.some((one) => one.side === side);
  return sidesWanted(spec).every(isGiven) ? 'approved' : 'waiting';
}

/** Whether records may go out on a day (YYYY-MM-DD, Asia/Shanghai) by the dates alone. */
export function isWithinDates({ validFrom, validTo }: Pick<AgreementSpec, 'validFrom' | 'validTo'>, today: string): boolean {
  return validFrom <= today && (validTo === undefined || today <= validTo);
}

/** Days from today to a day of the calendar; below 0 once it is past. */
export function daysUntil(day: string, today: string): number {
  return (dayNumber(day) ?? 0) - (dayNumber(today) ?? 0);
}
