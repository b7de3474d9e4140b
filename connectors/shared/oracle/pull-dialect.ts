import { behindByColumns } from '../sql/behind.js';
import type { Clock, PullDialect, TableColumn } from '../sql/dialect.js';
import { quoteIdentifier } from '../sql/identifiers.js';
import type { ResolvedSettings } from '../sql/settings.js';
import { offsetText, zoneOffsetSeconds } from '../sql/time-zone.js';
import type { Flavour } from './flavour.js';
import { baseType } from './names.js';
import { comparable, parameterValue } from './values.js';

const daySeconds = 24 * 60 * 60;
const utc = 'UTC';

/** The words of a pull in Oracle and in databases that take its SQL. */
export function pullDialect({ timeZone }: ResolvedSettings, now: () => Date, flavour: Flavour): PullDialect {
  const zone = timeZone === undefined ? `TO_CHAR(SYSTIMESTAMP, 'TZH:TZM')` : `'${offsetText(zoneOffsetSeconds(timeZone, now()))}'`;
  return {
    clockOf,
    bind: (value, type, place) => ({ text: comparable(`:p${place}`, type, flavour), value: parameterValue(value, type, utc, flavour) ?? '' }),
    instantType: 'TIMESTAMP(9) WITH TIME ZONE',
    now: 'SYSTIMESTAMP',
    before: (clock, instant, seconds) => {
      // In days, for a number of seconds has at most nine digits here.
      const days = Math.floor(seconds / daySeconds);
      const moved = `(${instant} - NUMTODSINTERVAL(${days}, 'DAY') - NUMTODSINTERVAL(${seconds - days * daySeconds}, 'SECOND'))`;
      if (clock === 'instant') return moved;
      const local = `(${moved} AT TIME ZONE ${zone})`;
      return clock === 'day' ? `CAST(${local} AS DATE)` : `CAST(${local} AS TIMESTAMP)`;
    },
    earlier: (one, other) => `LEAST(${one}, ${other})`,
    first: (rest) => `SELECT * FROM (SELECT ${rest}) WHERE ROWNUM <= 1`,
    behind: (columns, at, orEqual) => behindByColumns(quoteIdentifier, columns, at, orEqual),
  };
}

/** A DATE has a time of day, to the second; compared as such, so that an index on it serves. */
function clockOf({ type }: TableColumn): Clock | undefined {
  switch (baseType(type)) {
    case 'timestamp with time zone':
    case 'timestamp with local time zone':
      return 'instant';
    case 'timestamp':
    case 'datetime':
      return 'local';
    case 'date':
      return 'day';
    default:
      return undefined;
  }
}
