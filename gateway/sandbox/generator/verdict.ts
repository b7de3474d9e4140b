import { createRandom } from '../random.js';

/** Why a row is wrong beyond mending. */
export type Reason =
  | 'wrongCheckDigit'
  | 'impossibleDate'
  | 'missingName'
  | 'missingNumber'
  | 'missingText'
  | 'fineWithoutAmount'
  | 'oneInspector'
  | 'wrongItemCode';

export const documentReasons = [
  'wrongCheckDigit', 'impossibleDate', 'missingName', 'missingNumber', 'missingText',
] as const;
export const penaltyReasons = [...documentReasons, 'fineWithoutAmount'] as const;
export const inspectionReasons = [...documentReasons, 'oneInspector', 'wrongItemCode'] as const;

export interface Verdict {
  readonly reason: Reason | null;
  /** The row is an exact copy of the one before it. */
  readonly isDouble: boolean;
  /** Names an inspection that is nowhere (penalties), or an item that the province does not list (inspections). */
  readonly isDangling: boolean;
}

interface Odds {
  readonly reasons: readonly [Reason, ...Reason[]];
  readonly doubles: number;
  readonly dangling: number;
}

const badShare = 0.02;

/** What becomes of one row, decided before the row is made, so that the truth can be counted cheaply. */
export function verdictOf(seed: number, stream: string, index: number, odds: Odds): Verdict {
  const own = draw(seed, stream, index, odds);
  if (own.wantsDouble && index > 0) {
    const before = draw(seed, stream, index - 1, odds);
    if (before.reason === null && !before.wantsDouble)
      return { reason: null, isDouble: true, isDangling: false };
  }
  return { reason: own.reason, isDouble: false, isDangling: own.isDangling };
}

function draw(seed: number, stream: string, index: number, odds: Odds) {
  const random = createRandom(seed, stream, 'verdict', index);
  const reason = random.chance(badShare) ? random.pick(odds.reasons) : null;
  const isDangling = random.chance(odds.dangling) && reason === null;
  return { reason, isDangling, wantsDouble: random.chance(odds.doubles) };
}
