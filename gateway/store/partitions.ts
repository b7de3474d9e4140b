import { sqlState, type Queryable } from './store.js';

const partitioned = [
  'record_version',
  'delivery',
  'delivery_attempt',
  'obligation_history',
  'log_segment',
] as const;

/** Months made ahead of need, so that the turn of a month finds its partitions there. */
const monthsAhead = 2;
const featureNotSupported = '0A000';

/** First day of the instant's month in UTC, the partition key of everything written at that instant. */
export function monthOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 7)}-01`;
}

/** Makes the partitions of the instant's month and of the next ones where they are missing. */
export async function ensurePartitions(store: Queryable, instant: Date): Promise<void> {
  let from = monthOf(instant);
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const to = nextMonth(from);
    for (const table of partitioned) {
      const partition = `${table}_${from.slice(0, 7).replace('-', '_')}`;
      await store.query(`CREATE TABLE IF NOT EXISTS ${partition} PARTITION OF ${table} FOR VALUES FROM ('${from}') TO ('${to}')`);
      if (table === 'log_segment') await compressQuickly(store, partition);
    }
    from = to;
  }
}

/** A segment is large enough to be compressed; LZ4 does it at a tenth of the price, where the server was built with it. */
async function compressQuickly(store: Queryable, partition: string): Promise<void> {
  try {
    await store.query(`ALTER TABLE ${partition} ALTER COLUMN entries SET COMPRESSION lz4`);
  } catch (error) {
    if (sqlState(error) !== featureNotSupported) throw error;
  }
}

function nextMonth(month: string): string {
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(5, 7));
  const next = number === 12 ? [year + 1, 1] : [year, number + 1];
  return `${String(next[0])}-${String(next[1]).padStart(2, '0')}-01`;
}
