import { GatewayError } from '../../schemas/errors.js';

/** What one check found: how it is, and how to mend it where it is not well. */
export interface Finding {
  readonly check: 'node' | 'clock' | 'calendar' | 'disk' | 'store' | 'connector';
  /** What was looked at: a folder, a year, a connector. */
  readonly subject: string;
  /** `warn`: works, and a person should know; `bad`: does not work. */
  readonly state: 'ok' | 'warn' | 'bad';
  readonly zh: string;
  readonly en: string;
  /** Null where nothing is to be mended. */
  readonly fixZh: string | null;
  readonly fixEn: string | null;
}

type Place = Pick<Finding, 'check' | 'subject'>;
type Words = Pick<Finding, 'zh' | 'en'>;
type Mend = { readonly fixZh: string; readonly fixEn: string };

export function ok(place: Place, words: Words): Finding {
  return { ...place, state: 'ok', ...words, fixZh: null, fixEn: null };
}

export function warn(place: Place, words: Words & Mend): Finding {
  return { ...place, state: 'warn', ...words };
}

export function bad(place: Place, words: Words & Mend): Finding {
  return { ...place, state: 'bad', ...words };
}

/** What a check found that could not be made: the error's own words and how it is mended. */
export function failed(place: Place, error: unknown): Finding {
  if (error instanceof GatewayError) {
    const { fixZh, fixEn } = error.entry;
    return bad(place, { zh: error.message, en: error.code, fixZh, fixEn });
  }
  const message = error instanceof Error ? error.message : String(error);
  return bad(place, {
    zh: `检查时出错：${message}`,
    en: `The check failed: ${message}`,
    fixZh: '请把这条信息交给维护人员。',
    fixEn: 'Give this message to whoever maintains the gateway.',
  });
}
