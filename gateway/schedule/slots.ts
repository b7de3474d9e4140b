import type { Queryable } from '../store/store.js';

/** Slots of an exchange that are kept behind its newest one, for people who ask what happened. */
const keptDays = 31;
/** A slot whose run has neither begun nor ended for so long is somebody else's to run. */
const leaseSeconds = 60;

/** The name under which the slots of an exchange's reconciliations stand; no exchange has a space in its name. */
export function reconciliationSlot(exchange: string): string {
  return `reconcile ${exchange}`;
}

/** The exchange that such a name speaks of; undefined for the slots of an exchange itself. */
export function reconciledExchange(slotName: string): string | undefined {
  const prefix = reconciliationSlot('');
  return slotName.startsWith(prefix) ? slotName.slice(prefix.length) : undefined;
}

type SlotStore = Pick<Queryable, 'query'>;

/** The newest slot that any process has claimed for the exchange. */
export async function lastClaimedSlot(store: SlotStore, exchange: string): Promise<Date | undefined> {
  const rows = await store.query<{ slot: Date }>(
    'SELECT slot FROM schedule_slot WHERE exchange = $1 ORDER BY slot DESC LIMIT 1',
    [exchange],
  );
  return rows[0]?.slot;
}

/** True for exactly one caller over all processes. Old slots of the exchange go in the same statement. */
export async function claimSlot(store: SlotStore, exchange: string, slot: Date, holder: string): Promise<boolean> {
  const claimed = await store.query(
    `WITH old AS (DELETE FROM schedule_slot WHERE exchange = $1 AND slot < $2::timestamptz - make_interval(days => ${keptDays}))
     INSERT INTO schedule_slot (exchange, slot, claimed_by, lease_until)
     VALUES ($1, $2, $3, now() + make_interval(secs => ${leaseSeconds}))
     ON CONFLICT DO NOTHING RETURNING exchange`,
    [exchange, slot, holder],
  );
  return claimed.length === 1;
}

export interface OpenSlot {
  readonly exchange: string;
  readonly slot: Date;
}

/**
 * Takes over, for one caller over all processes, the slots of these exchanges whose lease lapsed before a run had ended
 * for them and whose exchange nobody runs, or reconciles, now.
 * @param isAlone no other process uses the store: whatever another holder claimed, a dead one did
 */
export async function takeOverSlots(
  store: SlotStore,
  exchanges: readonly string[],
  holder: string,
  isAlone: boolean,
): Promise<OpenSlot[]> {
  return store.query<OpenSlot>(
    `UPDATE schedule_slot s SET claimed_by = $2, claimed_at = now(), lease_until = now() + make_interval(secs => ${leaseSeconds})
     WHERE s.ended_at IS NULL AND s.exchange = ANY($1::text[]) AND (s.lease_until < now() OR ($3 AND s.claimed_by <> $2))
       AND NOT EXISTS (SELECT FROM exchange_state e WHERE e.exchange = s.exchange AND e.running_until > now())
       AND NOT EXISTS (SELECT FROM reconciliation r WHERE s.exchange = '${reconciliationSlot('')}' || r.exchange AND r.state = 'running'
         AND r.lease_until > now())
     RETURNING s.exchange, s.slot`,
    [exchanges, holder, isAlone],
  );
}

/** The slots of an exchange that no run has ended for yet. */
export async function openSlots(store: SlotStore, exchange: string): Promise<Date[]> {
  const rows = await store.query<OpenSlot>('SELECT slot FROM schedule_slot WHERE exchange = $1 AND ended_at IS NULL', [exchange]);
  return rows.map(({ slot }) => slot);
}

export async function endSlots(store: SlotStore, exchange: string, slots: readonly Date[]): Promise<void> {
  if (slots.length === 0) return;
  await store.query('UPDATE schedule_slot SET ended_at = now() WHERE exchange = $1 AND slot = ANY($2::timestamptz[])', [
    exchange,
    slots,
  ]);
}

/** Lets others run at once what this holder claimed and will not run. */
export async function handBackSlots(store: SlotStore, holder: string): Promise<void> {
  await store.query('UPDATE schedule_slot SET lease_until = now() WHERE claimed_by = $1 AND ended_at IS NULL', [holder]);
}
