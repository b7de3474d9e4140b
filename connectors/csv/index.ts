import type { ConnectorType } from '../connector.js';
import { checkCsv } from './check.js';
import { discoverCsv } from './discover.js';
import { pullCsv } from './pull.js';
import type { CsvConfig } from './spec.js';
import { csvSpec } from './spec.js';

/** CSV files dropped into a folder of the workspace. */
export const csvConnector: ConnectorType<CsvConfig> = {
  type: 'csv',
  titleZh: 'CSV 文件',
  titleEn: 'CSV files',
  spec: csvSpec,
  capabilities: { canPull: true, canPush: false, receipts: 'none', canQuery: false },
  create: (config, context) => ({
    check: (signal) => checkCsv(config, context, signal),
    discover: async (signal) => await discoverCsv(config, context, signal),
    pull: (request, signal) => pullCsv(config, context, request, signal),
    close: async () => {},
  }),
};
