import { behindByColumns } from '../sql/behind.js';
import type { Clock, PullDialect, TableColumn } from '../sql/dialect.js';
import type { ResolvedSettings } from '../sql/settings.js';
import { offsetText, zoneOffsetSeconds } from '../sql/time-zone.js';
import { baseType, quoteName } from './names.js';
import { comparable } from './values.js';

const daySeconds = 24 * 60 * 60;

/** The words of a pull in SQL Server. */
export function pullDialect({ timeZone }: ResolvedSettings, now: () => Date): PullDialect {
  // The server knows only names of its own system's zones, so ours are counted here.
  const offset = (): string =>
    timeZone === undefined ? 'DATENAME(TZOFFSET, SYSDATETIMEOFFSET())' : `'${offsetText(zoneOffsetSeconds(timeZone, now()))}'`;
  return {
    clockOf,
    bind: (value, type, place) => ({ text: comparable(`@p${place}`, type), value }),
    instantType: 'datetimeoffset(7)',
    now: `TODATETIMEOFFSET(SYSUTCDATETIME(), '+00:00')`,
    before: (clock, instant, seconds) => {
      // Two steps, for the number of seconds in a long window is more than the server counts in one.
      const days = Math.floor(seconds / daySeconds);
      const moved = `DATEADD(second, -${seconds - days * daySeconds}, DATEADD(day, -${days}, ${instant}))`;
      if (clock === 'instant') return moved;
      return `CAST(SWITCHOFFSET(${moved}, ${offset()}) AS ${clock === 'day' ? 'date' : 'datetime2(7)'})`;
    },
    earlier: (one, other) => `(CASE WHEN ${one} < ${other} THEN ${one} ELSE ${other} END)`,
    first: (rest) => `SELECT TOP 1 ${rest}`,
    behind: (columns, at, orEqual) => behindByColumns(quoteName, columns, at, orEqual),
  };
}

function clockOf({ type }: TableColumn): Clock | undefined {
  switch (baseType(type)) {
    case 'datetimeoffset':
      return 'instant';
    case 'datetime':
    case 'datetime2':
    case 'smalldatetime':
      return 'local';
    case 'date':
      return 'day';
    default:
      return undefined;
  }
}
