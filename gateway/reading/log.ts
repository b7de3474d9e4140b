import type { LogKeyView, LogServices, LogWitnessView } from '../services/log.js';
import { proveEvents, proveExtension } from '../exchange-log/prove.js';
import { readEntryBundle, readTile } from '../exchange-log/published.js';
import { searchEntries } from '../exchange-log/search/search.js';
import { readCheckpoint } from '../exchange-log/stored-tree.js';
import { readStandings, type WitnessStanding } from '../exchange-log/witness/witnessed.js';
import { parseVerifierKey } from '../exchange-log/verify/verifier-key.js';
import { pageOf, positionOf } from './paging.js';
import { isInScope, iso, scopeParameter, type Reader } from './scope.js';

interface KeyRow {
  readonly verifier: string;
  readonly from_size: number;
  readonly until_size: number | null;
  readonly made_at: Date;
}

/** The exchange log as auditors see it: keys, checkpoint, tiles and proofs. */
export function logReadings({ store, scope }: Reader): LogServices {
  return {
    async keys() {
      const rows = await store.query<KeyRow>(
        'SELECT verifier, from_size, until_size, made_at FROM log_key ORDER BY until_size IS NULL DESC, id DESC',
      );
      const views = rows.map(async ({ verifier, from_size: fromSize, until_size: untilSize, made_at: madeAt }) => {
        const key = await parseVerifierKey(verifier);
        return key && { key: verifier, algorithm: key.algorithm, fingerprint: key.fingerprint, fromSize, untilSize, madeAt: iso(madeAt) };
      });
      return (await Promise.all(views)).filter((view): view is LogKeyView => view !== undefined);
    },
    search: async (filter, page) => {
      const [before] = positionOf(page, ['number']);
      const query = { departments: scopeParameter(scope), limit: page.limit + 1, ...(before === null ? {} : { before: Number(before) }) };
      return pageOf(await searchEntries(store, filter, query), page, (entry) => entry, ({ index }) => [index]);
    },
    prove: (wish) => proveEvents(store, wish, ({ department }) => isInScope(scope, department)),
    extension: (size) => proveExtension(store, size),
    witnesses: async () => (await readStandings(store)).map(witnessView),
    checkpoint: () => readCheckpoint(store),
    tile: (place, width) => readTile(store, place, width),
    // Events of all departments stand side by side there.
    entryBundle: async (index, width) => (scope === 'all' ? readEntryBundle(store, index, width) : undefined),
  };
}

function witnessView({ place, size, sent_at: sentAt, error_code: errorCode, waiting, ...said }: WitnessStanding): LogWitnessView {
  const { kind, witnessed_size: seen, witnessed_at: at, evidence } = said;
  const latest = kind === null || seen === null || at === null || evidence === null ? null : { kind, size: seen, at: iso(at), evidence };
  return { place, size, sentAt: sentAt === null ? null : iso(sentAt), errorCode, latest, waiting };
}
