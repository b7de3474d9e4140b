import type { JsonObject } from '../../schemas/json.js';
import { GatewayError } from '../../schemas/errors.js';
import type { DatasetSchema } from '../../schemas/dataset-schema.js';
import { valueAtPath, type Field } from '../../schemas/dataset-field.js';
import type { Validator } from '../../schemas/validator.js';
import type { LogStation } from '../exchange-log/entry.js';
import { proveEvents } from '../exchange-log/prove.js';
import type { GroupedEvents } from '../exchange-log/grouped-events.js';
import type { Hashes } from '../ingest/context.js';
import { deliveriesOfRecord } from '../reading/deliveries.js';
import { pageOf } from '../reading/paging.js';
import { iso, isInScope, type Scope } from '../reading/scope.js';
import { openVersions, type OpenedVersion } from '../reading/stored-records.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import type { RecordDetail, RecordServices, RecordView } from '../services/records.js';
import type { Queryable } from '../store/store.js';
import { discloseContents } from './disclose.js';
import { nameBeside } from './finder.js';
import { maskRecord } from './mask-record.js';
import { findRecords, readObligations, readPurposes, readRecord, readVersions, type RecordRow } from './read-records.js';

export interface RecordTools {
  readonly store: Queryable;
  readonly sealing: Pick<RecordSealing, 'keysById' | 'open' | 'commit'>;
  readonly fingerprint: Hashes['fingerprint'];
  readonly validator: Pick<Validator, 'dataset'>;
  /** Writes down who looks, before anything is shown. */
  readonly views: Pick<GroupedEvents, 'write'>;
}

/** What a case or a document is called by has a digit in it; a space would end it in the log. */
const referenceForm = /^\S*\d\S*$/u;

/** The records as one caller may look at them. */
export function recordServices(tools: RecordTools, { scope, actor }: { readonly scope: Scope; readonly actor: string }): RecordServices {
  const { store, sealing, validator, views } = tools;
  const reader = { store, scope };
  const isShownTo = (row: RecordRow) => (field: Field): boolean =>
    field.fieldClass !== 'reporter' || (scope !== 'all' && scope.includes(row.department));
  const note = (station: LogStation, rows: readonly RecordRow[], facts: { readonly code?: string; readonly actor?: string } = {}): Promise<void> =>
    views.write(
      rows.map((row) => ({ station, actor, department: row.department, dataset: row.dataset, record: row.id, version: row.version, ...facts })),
    );
  const open = (rows: readonly RecordRow[]): Promise<OpenedVersion[]> =>
    openVersions(store, sealing, rows.map((row) => ({ recordId: row.id, version: row.version })));
  const known = async (id: string): Promise<RecordRow> => {
    const row = await readRecord(reader, id);
    if (!row) throw new GatewayError('API_RESOURCE_MISSING', { record: id });
    return row;
  };
  const detail = async (id: string, isClear: boolean): Promise<{ readonly row: RecordRow; readonly detail: RecordDetail }> => {
    const row = await known(id);
    const [opened] = await open([row]);
    const schema = validator.dataset(row.dataset);
    const masked = maskRecord(schema, opened?.record ?? {}, isClear ? isShownTo(row) : undefined);
    const [versions, deliveries, obligations] = await Promise.all([
      readVersions(reader, id),
      deliveriesOfRecord(reader, id),
      readObligations(reader, id),
    ]);
    const isErased = opened?.isErased ?? false;
    return { row, detail: { ...viewOf(row, schema, masked.content), ...masked, isErased, versions, deliveries, obligations } };
  };
  return {
    async find(filter, page) {
      if (filter.number === undefined && filter.subject === undefined) throw new GatewayError('PRIVACY_SEARCH_EMPTY');
      const found = await findRecords(reader, tools.fingerprint, filter, page);
      const shown = pageOf(found, page, (row) => row, (row) => [row.id]);
      const opened = new Map((await open(shown.items)).map((version) => [version.recordId, version.record]));
      // Whom somebody looked for is itself about that person: only what was found is written down.
      await note('record-viewed', shown.items, { code: 'found' });
      return { ...shown, items: shown.items.map((row) => listed(row, validator.dataset(row.dataset), opened.get(row.id) ?? {})) };
    },
    async get(id) {
      const { row, detail: shown } = await detail(id, false);
      await note('record-viewed', [row]);
      return shown;
    },
    async unmask(id, { reference, person, reason }) {
      if (!referenceForm.test(reference)) throw new GatewayError('PRIVACY_PURPOSE_VAGUE', { reference });
      const { row, detail: shown } = await detail(id, true);
      await note('record-unmasked', [row], { code: `${reference} ${reason}`, actor: person });
      return shown;
    },
    async disclose(id, { reference, person, reason }) {
      if (!referenceForm.test(reference)) throw new GatewayError('PRIVACY_PURPOSE_VAGUE', { reference });
      const row = await known(id);
      const bundle = await proveEvents(store, { record: id }, ({ department }) => isInScope(scope, department));
      const disclosed = await discloseContents(tools, row, bundle, isShownTo(row));
      await note('record-disclosed', [row], { code: `${reference} ${reason}`, actor: person });
      return disclosed;
    },
    purposes: (page) => readPurposes(reader, page),
  };
}

function listed(row: RecordRow, schema: DatasetSchema, record: JsonObject): RecordView {
  return viewOf(row, schema, maskRecord(schema, record).content);
}

/** `content` is what may be shown of the record. */
function viewOf(row: RecordRow, schema: DatasetSchema, content: JsonObject): RecordView {
  const textAt = (path: readonly string[]): string | undefined => {
    const value = valueAtPath(content, path);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const names = schema.subjectPaths.map((path) => textAt(nameBeside(path)) ?? textAt(path));
  return {
    id: row.id,
    dataset: row.dataset,
    department: row.department,
    key: schema.keyPaths.map((path) => textAt(path) ?? ''),
    subject: names.find((name) => name !== undefined) ?? null,
    version: row.version,
    isWithdrawn: row.isWithdrawn,
    eventDate: row.eventDate,
    storedAt: iso(row.storedAt),
  };
}
