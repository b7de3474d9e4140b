import { PGlite } from '@electric-sql/pglite';

import { SessionLock } from './session-lock.js';

/** A user of the simulated database server: the system it belongs to decides which faults it meets. */
export interface DatabaseUser {
  readonly name: string;
  readonly password: string;
  readonly system: 'gannan-housing' | 'gsxt-gansu';
}

export const databaseName = 'sandbox';

/** One PGlite in memory, with a schema per simulated system and the lock that every user of it must hold. */
export interface Database {
  readonly engine: PGlite;
  readonly lock: SessionLock;
  /** Runs work as the owner, between and never inside the transactions of clients. */
  asOwner<Result>(work: (engine: PGlite) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export async function openDatabase(): Promise<Database> {
  const engine = await PGlite.create();
  const lock = new SessionLock();
  return {
    engine,
    lock,
    async asOwner(work) {
      const holder = {};
      await lock.acquire(holder);
      try {
        // A client's settings and role may still be in force: the next client puts its own back by itself.
        await engine.exec('reset role; reset all');
        return await work(engine);
      } finally {
        lock.release(holder);
      }
    },
    close: () => engine.close(),
  };
}
