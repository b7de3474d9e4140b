import type { Queryable } from '../store/store.js';

/** Slots of an exchange that are kept behind its newest one, for people who ask what happened. */
const keptDays = 31;

/** The newest slot that any process has claimed for the exchange. */
export async function lastClaimedSlot(store: Pick<Queryable, 'query'>, exchange: string): Promise<Date | undefined> {
  const rows = await store.query<{ slot: Date }>(
    'SELECT slot FROM schedule_slot WHERE exchange = $1 ORDER BY slot DESC LIMIT 1',
    [exchange],
  );
  return rows[0]?.slot;
}

/** True for exactly one caller over all processes. Old slots of the exchange go in the same statement. */
export async function claimSlot(
  store: Pick<Queryable, 'query'>,
  exchange: string,
  slot: Date,
  holder: string,
): Promise<boolean> {
  const claimed = await store.query(
    `WITH old AS (DELETE FROM schedule_slot WHERE exchange = $1 AND slot < $2::timestamptz - make_interval(days => ${keptDays}))
     INSERT INTO schedule_slot (exchange, slot, claimed_by) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING exchange`,
    [exchange, slot, holder],
  );
  return claimed.length === 1;
}
