import { canonicalJson } from '../../schemas/canonical-json.js';
import { valueAtPath, type Field } from '../../schemas/dataset-field.js';
import { GatewayError } from '../../schemas/errors.js';
import type { Validator } from '../../schemas/validator.js';
import type { LogEntry } from '../exchange-log/entry.js';
import type { MadeBundle } from '../exchange-log/prove.js';
import { openVersions, type OpenedVersion } from '../reading/stored-records.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import type { Queryable } from '../store/store.js';

export interface DisclosureTools {
  readonly store: Queryable;
  readonly sealing: Pick<RecordSealing, 'keysById' | 'open' | 'commit'>;
  readonly validator: Pick<Validator, 'dataset'>;
}

/**
 * Puts beside each event that commits to a version's content that content and its salt, so that a verifier sees that this
 * and nothing else was logged. A version that cannot be opened any more stays undisclosed. Throws
 * PRIVACY_REPORTER_PROTECTED, PRIVACY_NOTHING_TO_DISCLOSE.
 */
export async function discloseContents(
  { store, sealing, validator }: DisclosureTools,
  { id, dataset }: { readonly id: string; readonly dataset: string },
  bundle: MadeBundle,
  isShown: (field: Field) => boolean,
): Promise<MadeBundle> {
  const entries = bundle.events.map(({ entry }) => JSON.parse(Buffer.from(entry, 'base64').toString('utf8')) as LogEntry);
  const wanted = entries.flatMap(({ version, digests }) =>
    version !== undefined && digests?.['commitment'] !== undefined ? [{ recordId: id, version }] : [],
  );
  const opened = await openVersions(store, sealing, wanted);
  // A content is shown whole or not at all: with a part left out it would not be what was logged.
  const hidden = [...validator.dataset(dataset).fields.values()].filter((field) => !isShown(field));
  if (opened.some(({ record }) => hidden.some(({ path }) => valueAtPath(record, path) !== undefined))) throw new GatewayError('PRIVACY_REPORTER_PROTECTED');
  const versions = new Map(opened.map((one) => [one.version, one]));
  const events = bundle.events.map((event, at) => {
    const { version, digests } = entries[at] ?? {};
    const one = version === undefined ? undefined : versions.get(version);
    return one ? { ...event, ...disclosureOf(sealing, one, digests?.['commitment']) } : event;
  });
  if (!events.some(({ disclosed }) => disclosed !== undefined)) throw new GatewayError('PRIVACY_NOTHING_TO_DISCLOSE');
  return { ...bundle, events };
}

function disclosureOf(
  sealing: DisclosureTools['sealing'],
  { key, recordId, version, record }: OpenedVersion,
  commitment: string | undefined,
): { readonly disclosed?: { readonly salt: string; readonly content: string } } {
  const content = canonicalJson(record);
  const made = sealing.commit(key, { recordId, version }, content);
  return made.commitment === commitment ? { disclosed: { salt: made.salt, content } } : {};
}
