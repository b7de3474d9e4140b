import { createReadings, type Readings } from '../reading/index.js';
import { keepSearchable } from '../exchange-log/search/projector.js';
import type { ExchangeServices } from '../services/exchanges.js';
import type { LogEntryServices } from '../services/log.js';
import { readRecordEntries } from '../reading/record-entries.js';
import { readAppliedWorkspace } from '../runtime/read-workspace.js';
import type { Store } from '../store/store.js';

/** The services as far as they only read: what a command needs that changes nothing. */
export interface ReadingServices extends Readings {
  readonly exchanges: Pick<ExchangeServices, 'list'>;
  readonly logEntries: LogEntryServices;
}

/** Reads an open store. Reaches for no connector, so it works where their secrets are not at hand. */
export function storeServices(store: Store, dataFolder: string): ReadingServices {
  const readings = createReadings({ store, scope: 'all' });
  return {
    ...readings,
    exchanges: {
      list: async () => {
        const [workspace, lastRuns] = await Promise.all([
          readAppliedWorkspace(store, dataFolder),
          readings.runs.latest(),
        ]);
        return workspace.exchanges().map(({ metadata, spec }) => {
          const name = `${metadata.department}/${metadata.name}`;
          const ofDepartment = (reference: string): string =>
            reference.includes('/') ? reference : `${metadata.department}/${reference}`;
          return {
            name,
            dataset: spec.dataset,
            source: `${ofDepartment(spec.source.connector)} ${spec.source.stream}`,
            targets: spec.targets.map(({ connector }) => ofDepartment(connector)),
            cron: spec.schedule?.cron ?? null,
            timeZone: spec.schedule?.timeZone ?? null,
            paused: null,
            nextRunAt: null,
            lastRun: lastRuns.get(name) ?? null,
          };
        });
      },
    },
    log: {
      ...readings.log,
      // No gateway runs that would have kept the search's tables up to date.
      search: async (filter, page) => {
        await keepSearchable(store);
        return readings.log.search(filter, page);
      },
    },
    logEntries: { list: ({ record }, page) => readRecordEntries({ store, scope: 'all' }, record, page) },
  };
}
