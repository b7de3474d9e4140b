import { behindByColumns } from '../sql/behind.js';
import type { Clock, PullDialect, TableColumn } from '../sql/dialect.js';
import type { ResolvedSettings } from '../sql/settings.js';
import { zoneOffsetSeconds } from '../sql/time-zone.js';
import { quoteName } from './identifiers.js';
import { comparable, comparableValue } from './literals.js';

/** The words of a pull in MySQL, in a session whose zone is UTC. */
export function pullDialect({ timeZone }: ResolvedSettings, now: () => Date): PullDialect {
  // Few servers know names of zones, so ours are counted here; the server knows its own.
  const local = (instant: string): string =>
    timeZone === undefined
      ? `CONVERT_TZ(${instant}, '+00:00', @@global.time_zone)`
      : `(${instant} + INTERVAL ${zoneOffsetSeconds(timeZone, now())} SECOND)`;
  return {
    clockOf,
    bind: (value, type) => ({ text: comparable(type), value: comparableValue(value, type) }),
    instantType: 'timestamp',
    now: 'UTC_TIMESTAMP(6)',
    before: (clock, instant, seconds) => {
      const moved = `(${instant} - INTERVAL ${seconds} SECOND)`;
      if (clock === 'instant') return moved;
      return clock === 'day' ? `DATE(${local(moved)})` : local(moved);
    },
    earlier: (one, other) => `LEAST(${one}, ${other})`,
    first: (rest) => `SELECT ${rest} LIMIT 1`,
    behind: (columns, at, orEqual) => behindByColumns(quoteName, columns, at, orEqual),
  };
}

function clockOf({ type }: TableColumn): Clock | undefined {
  if (type.startsWith('timestamp')) return 'instant';
  if (type.startsWith('datetime')) return 'local';
  return type === 'date' ? 'day' : undefined;
}
