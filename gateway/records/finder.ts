import { valueAtPath } from '../../schemas/dataset-field.js';
import type { DatasetSchema } from '../../schemas/dataset-schema.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Hashes } from '../ingest/context.js';

/** What a record is looked for by: a number of its own, or whom it concerns. */
export type FinderKind = 'number' | 'subject';

const finderHashBytes = 8;

/** The keyed hash under which records are found; however the text was written (full width, spaces, case, brackets). */
export function finderHash(fingerprint: Hashes['fingerprint'], kind: FinderKind, text: string): Buffer {
  return fingerprint(`find\n${kind}\n${plainForm(text)}`).subarray(0, finderHashBytes);
}

/** 〔2026〕, [2026], (2026) and 【2026】 are one year to whoever looks for a document. */
function plainForm(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\s+/gu, '')
    .replaceAll(/[〔【([［（]/gu, '[')
    .replaceAll(/[〕】)\]］）]/gu, ']')
    .toUpperCase();
}

/** Everything that a record is found by; `personal` where it goes when the person is erased. */
export interface FinderText {
  readonly kind: FinderKind;
  readonly text: string;
  readonly isPersonal: boolean;
}

/** What stands in a record that people look for it by. */
export function finderTexts(schema: DatasetSchema, record: JsonObject): FinderText[] {
  const found = new Map<string, FinderText>();
  const add = (kind: FinderKind, path: readonly string[]): void => {
    const field = schema.fields.get(path.join('.'));
    const text = valueAtPath(record, path);
    if (field === undefined || typeof text !== 'string' || text === '') return;
    found.set(`${kind}\n${text}`, { kind, text, isPersonal: schema.isPersonal(field, record) });
  };
  for (const path of [...schema.keyPaths, ['documentNumber']]) add('number', path);
  for (const path of schema.subjectPaths) {
    add('subject', path);
    add('subject', nameBeside(path));
  }
  return [...found.values()];
}

/** A name does not identify, but it is what people have: `party.creditCode` lies beside `party.name`. */
export function nameBeside(path: readonly string[]): readonly string[] {
  return [...path.slice(0, -1), 'name'];
}
