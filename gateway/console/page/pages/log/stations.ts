import { stationWords } from '../../../../exchange-log/story.js';

/** Everything that the exchange log may say happened. */
export const stations = Object.keys(stationWords);

const byName: ReadonlyMap<string, readonly [zh: string, en: string]> = new Map(Object.entries(stationWords));

/** What a station is called; its own name where a newer gateway knows more of them than this page. */
export function wordOf(station: string): { readonly zh: string; readonly en: string } {
  const [zh, en] = byName.get(station) ?? [station, station];
  return { zh, en };
}
