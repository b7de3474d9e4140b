import { mkdir } from 'node:fs/promises';
import { openEmbeddedStore } from './embedded-store.js';
import { migrate } from './migrate.js';
import { ensurePartitions } from './partitions.js';
import { openServerStore } from './server-store.js';
import type { Store } from './store.js';

export interface StoreSettings {
  /** Where the embedded store keeps its files; also used when a server is named, for keys. */
  readonly dataFolder: string;
  /** `postgres://…` puts the store on a server. */
  readonly databaseUrl?: string;
  readonly connectionsMax: number;
}

/** Opens the store, upgraded to this program's tables and ready for this month and the next. */
export async function openStore(settings: StoreSettings, now: Date): Promise<Store> {
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o700 });
  const store = settings.databaseUrl
    ? await openServerStore({ url: settings.databaseUrl, connectionsMax: settings.connectionsMax })
    : await openEmbeddedStore(settings.dataFolder);
  try {
    await migrate(store);
    await ensurePartitions(store, now);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
