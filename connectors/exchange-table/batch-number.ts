import type { TableDatabase } from '../shared/sql/table-database.js';
import type { ExchangeTable } from './streams.js';

const runDigits = 5;
const runMax = 10 ** runDigits - 1;

/**
 * Batch numbers `yyyyMMdd` and five digits, counted anew each day (Asia/Shanghai), going on behind what stands in the
 * table. They tell a reader what came together; two gateways that write at once may share one, so nothing is found by
 * them alone. After 99,999 batches of one day the last number is kept.
 */
export class BatchNumbers {
  readonly #database: TableDatabase;
  readonly #last = new Map<string, { readonly day: string; readonly run: number }>();

  constructor(database: TableDatabase) {
    this.#database = database;
  }

  async next(table: ExchangeTable, column: string, now: Date, signal: AbortSignal): Promise<string> {
    const day = localTime(now).slice(0, 'yyyy-MM-dd'.length).replaceAll('-', '');
    const place = `${table.name.schema}.${table.name.table}`;
    if (this.#last.get(place)?.day !== day) {
      const largest = await this.#database.largest(table.name, column, day, signal);
      const run = Number(/^\d{8}(\d{5})$/u.exec(largest?.trim() ?? '')?.[1] ?? 0);
      // Another push may have asked meanwhile.
      if (this.#last.get(place)?.day !== day) this.#last.set(place, { day, run });
    }
    const run = Math.min((this.#last.get(place)?.run ?? 0) + 1, runMax);
    this.#last.set(place, { day, run });
    return day + String(run).padStart(runDigits, '0');
  }
}

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `2026-11-23 10:00:00` in Asia/Shanghai, as receivers expect a time of writing. */
export function localTime(now: Date): string {
  return shanghai.format(now);
}
