/** Where the time of a late obligation went. */
export type LateStation = 'department' | 'quarantine' | 'gateway' | 'outage' | 'receiver';

/** Milliseconds since 1970; a stretch holds its first instant and not its last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface WayOfRecord {
  /** From the end of the trigger day until it was met, or until the instant that is spoken of. */
  readonly whole: Stretch;
  /** When the gateway first saw the row. */
  readonly firstSeen: number;
  readonly quarantined: readonly Stretch[];
  /** When it was handed to the receiver that took it, or has it now; null: not yet. */
  readonly handedOver: number | null;
  /** When the receiver took nothing from anybody. */
  readonly outages: readonly Stretch[];
}

/**
 * Parts the time of an obligation by who had the record: the department before the gateway saw it, quarantine, the
 * receiver once it was handed over, the receiver's outage, and the gateway for all the rest. Every instant is counted
 * once, so the parts add up to the whole. In milliseconds.
 */
export function splitByStation(way: WayOfRecord): Readonly<Record<LateStation, number>> {
  const { whole } = way;
  const split = { department: 0, quarantine: 0, gateway: 0, outage: 0, receiver: 0 };
  const bounds = [
    whole.from,
    whole.to,
    way.firstSeen,
    way.handedOver ?? whole.to,
    ...[...way.quarantined, ...way.outages].flatMap(({ from, to }) => [from, to]),
  ];
  const inside = [...new Set(bounds)].filter((instant) => instant >= whole.from && instant <= whole.to);
  const ordered = inside.toSorted((first, second) => first - second);
  for (const [index, from] of ordered.entries()) {
    const to = ordered[index + 1];
    if (to !== undefined) split[stationAt(way, from)] += to - from;
  }
  return split;
}

function stationAt({ firstSeen, quarantined, handedOver, outages }: WayOfRecord, instant: number): LateStation {
  const isIn = ({ from, to }: Stretch): boolean => from <= instant && instant < to;
  if (instant < firstSeen) return 'department';
  if (quarantined.some(isIn)) return 'quarantine';
  if (handedOver !== null && instant >= handedOver) return 'receiver';
  return outages.some(isIn) ? 'outage' : 'gateway';
}

/**
 * The stretches in which every attempt at a receiver failed: from the first that did to the next that did not, or to
 * `until`. Attempts in the order of their start.
 */
export function outagesOf(attempts: readonly { readonly at: number; readonly failed: boolean }[], until: number): Stretch[] {
  const outages: Stretch[] = [];
  let from: number | undefined;
  for (const { at, failed } of attempts) {
    if (failed) from ??= at;
    else if (from !== undefined) {
      outages.push({ from, to: at });
      from = undefined;
    }
  }
  if (from !== undefined) outages.push({ from, to: until });
  return outages;
}
