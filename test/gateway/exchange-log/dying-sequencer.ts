import { openSeal } from '../../../gateway/exchange-log/seal.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { openServerStore } from '../../../gateway/store/server-store.js';
import type { Queryable, Store } from '../../../gateway/store/store.js';

/** What a sequencer in a process of its own is told: where to work, and at which statement to die. */
export interface DyingLife {
  readonly url: string;
  readonly dataFolder: string;
  /** Counted over all statements of its transactions; half of the deaths come before, half after the statement was done. */
  readonly deathAt: number;
  readonly before: boolean;
}

/** Dies as a process does that the system kills. */
function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

function dyingStore(store: Store, { deathAt, before }: DyingLife): Pick<Store, 'transaction'> {
  let count = 0;
  async function deadly<Result>(work: () => Promise<Result>): Promise<Result> {
    count += 1;
    const isLast = count === deathAt;
    if (isLast && before) await die();
    const result = await work();
    if (isLast) await die();
    return result;
  }
  const dying = (queryable: Queryable): Queryable => ({
    query: (sql, parameters) => deadly(() => queryable.query(sql, parameters)),
    insert: (table, rows) => deadly(() => queryable.insert(table, rows)),
  });
  // The end of a transaction counts too: the commit may be the last that was done.
  return { transaction: (work) => deadly(() => store.transaction((transaction) => work(dying(transaction)))) };
}

async function live(life: DyingLife): Promise<void> {
  const store = await openServerStore({ url: life.url, connectionsMax: 2 });
  const seal = await openSeal(store, { dataFolder: life.dataFolder });
  if (seal === undefined) throw new Error('the key is not at hand');
  const dying = dyingStore(store, life);
  while ((await sequenceSegments(dying, seal)).state === 'sealed');
  await store.close();
  process.disconnect();
}

process.once('message', (life: DyingLife) => void live(life));
