import type { Clock, PullDialect, TableColumn } from '../sql/dialect.js';
import { quoteIdentifier } from '../sql/identifiers.js';
import type { ResolvedSettings } from '../sql/settings.js';

/** The words of a pull in PostgreSQL. Rows are compared as rows, so that one index on all columns serves. */
export function pullDialect({ timeZone }: ResolvedSettings): PullDialect {
  return {
    clockOf,
    bind: (value, type, place) => ({ text: `$${place}::${type}`, value }),
    instantType: 'timestamptz',
    now: 'now()',
    before: (clock, instant, seconds) => {
      const moved = `(${instant} - make_interval(secs => ${seconds}))`;
      if (clock === 'instant') return moved;
      const serversOwn = `(SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'TimeZone')`;
      const local = `(${moved} AT TIME ZONE ${timeZone === undefined ? serversOwn : `'${timeZone}'`})`;
      return clock === 'day' ? `${local}::date` : local;
    },
    earlier: (one, other) => `LEAST(${one}, ${other})`,
    first: (rest) => `SELECT ${rest} LIMIT 1`,
    behind: (columns, at, orEqual) => {
      const places = columns.map((_, place) => at(place));
      return `(${columns.map(quoteIdentifier).join(', ')}) ${orEqual ? '>=' : '>'} (${places.join(', ')})`;
    },
  };
}

function clockOf({ type }: TableColumn): Clock | undefined {
  if (/^timestamp(?:\(\d\))? with time zone$/u.test(type)) return 'instant';
  if (/^timestamp(?:\(\d\))? without time zone$/u.test(type)) return 'local';
  return type === 'date' ? 'day' : undefined;
}
