import { GatewayError } from '../../../schemas/errors.js';

/** For how many months events stay in the store at least. */
export interface LogRetention {
  readonly months: number;
  /** Datasets whose events stay longer than the others. */
  readonly byDataset: ReadonlyMap<string, number>;
}

/** Reads the setting: a number of months, and `dataset=months` for those that stay longer. Throws SERVICE_SETTING_WRONG. */
export function parseRetention(setting: string): LogRetention {
  const [months = '', ...longer] = setting.trim().split(/\s+/);
  const pairs = longer.map((text) => /^([a-z][a-z0-9-]*)=(\d{1,4})$/.exec(text));
  if (!/^\d{1,4}$/.test(months) || pairs.includes(null)) throw new GatewayError('SERVICE_SETTING_WRONG', { setting: 'JIANTONG_LOG_RETENTION' });
  const byDataset = new Map(pairs.map((pair): [string, number] => [pair?.[1] ?? '', Number(pair?.[2])]));
  return { months: Number(months), byDataset };
}

/** The first month that must stay at an instant: `YYYY-MM`, in UTC. */
export function firstKept(now: Date, months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months)).toISOString().slice(0, 7);
}
