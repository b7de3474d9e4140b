import { loadRecordSchemas, objectAt, textAt } from '../../schemas/record-schemas.js';
import type { NameServices, NameView } from '../services/names.js';
import type { Reader } from './scope.js';

const namesMax = 5000;

interface TitleRow {
  readonly kind: 'Department' | 'Connector' | 'Exchange' | 'DeadlineRule';
  readonly name: string;
  readonly reference: string;
  readonly zh: string;
  readonly en: string | null;
  readonly document: string | null;
  readonly number: string | null;
  readonly article: string | null;
}

const kindOf = { Department: 'department', Connector: 'connector', Exchange: 'exchange', DeadlineRule: 'deadline-rule' } as const;

/** A title is a text, or one in each language. */
const titles = `
  SELECT DISTINCT ON (kind, department, name) kind, name, department || '/' || name AS reference,
    COALESCE(manifest #>> '{spec,title,zh}', manifest #>> '{metadata,title}', manifest #>> '{spec,title}') AS zh,
    manifest #>> '{spec,title,en}' AS en,
    manifest #>> '{spec,basis,document}' AS document, manifest #>> '{spec,basis,documentNumber}' AS number,
    manifest #>> '{spec,basis,article}' AS article
  FROM resource_version WHERE kind IN ('Department', 'Connector', 'Exchange', 'DeadlineRule')
  ORDER BY kind, department, name, version DESC`;

/** What the codes in all other answers stand for. No secret of any department, so that nobody reads codes. */
export function nameReadings({ store }: Pick<Reader, 'store'>): NameServices {
  return {
    list: async () => {
      const rows = await store.query<TitleRow>(`SELECT * FROM (${titles}) AS named WHERE zh IS NOT NULL LIMIT $1`, [namesMax]);
      return [...datasetNames(), ...rows.map(nameView)];
    },
  };
}

function nameView({ kind, name, reference, zh, en, document, number, article }: TitleRow): NameView {
  const isOfDepartment = kind === 'Connector' || kind === 'Exchange';
  const basis = document === null ? null : [`《${document}》`, number === null ? '' : `（${number}）`, article ?? ''].join('');
  return { kind: kindOf[kind], name: isOfDepartment ? reference : name, zh, en: en ?? zh, basis };
}

function datasetNames(): NameView[] {
  return [...loadRecordSchemas().datasets].map(([name, schema]) => {
    const title = objectAt(schema, 'x-title');
    return { kind: 'dataset', name, zh: textAt(title, 'zh'), en: textAt(title, 'en'), basis: null };
  });
}
