import type { ErrorEntry } from './entry.js';

/** Entry of a fault in data: it is collected as a Problem, and its record is put aside. */
export function badData(zh: string, en: string, fixZh: string, fixEn: string): ErrorEntry {
  return { recovery: 'skipRecord', status: 422, zh, en, fixZh, fixEn };
}
