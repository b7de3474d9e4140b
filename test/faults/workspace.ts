import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { assetPath } from '../../schemas/assets.js';
import type { JsonObject } from '../../schemas/json.js';

/** Declared `repeat: unsafe`, and otherwise 信用中国 once more: same address, deliveries of its own. */
export const unsafeTarget = 'data-office/credit-china-unsafe';

/** Patience of seconds where the example has that of minutes, and small batches, so that every station is passed often. */
const hasty = {
  batchRowsMax: 8,
  pushTimeoutSeconds: 3,
  receiptPollSeconds: 0.2,
  backOffFirstSeconds: 0.1,
  backOffMaxSeconds: 0.5,
  breakerFailures: 1000,
  attemptsMax: 1000,
  noReceipt: 'ask',
};

interface Document extends JsonObject {
  kind: string;
  metadata: JsonObject & { name: string };
  spec: JsonObject;
}

interface Target extends JsonObject {
  connector: string;
  agreement: string;
}

/**
 * The example workspace without its sandbox, with impatient receivers and one more that allows no repetition.
 * @param delivery settings of every receiver that stand in for the hasty ones
 */
export async function writeFaultWorkspace(folder: string, delivery: JsonObject = {}): Promise<void> {
  const example = assetPath('examples/gannan');
  await mkdir(folder, { recursive: true });
  await cp(join(example, 'mappings'), join(folder, 'mappings'), { recursive: true });
  await cp(join(example, 'departments.yaml'), join(folder, 'departments.yaml'));
  await cp(join(example, 'sources.yaml'), join(folder, 'sources.yaml'));
  const change = async (file: string, how: (document: Document) => Document[]): Promise<void> => {
    const text = await readFile(join(example, file), 'utf8');
    const documents = parseAllDocuments(text, { merge: true }).map((document) => document.toJS() as Document);
    const changed = documents.flatMap(how).map((document) => JSON.stringify(document));
    await writeFile(join(folder, file), changed.join('\n---\n'));
  };
  await change('platforms.yaml', (connector) => {
    const spec = { ...connector.spec, delivery: { ...(connector.spec['delivery'] as JsonObject), ...hasty, ...delivery } };
    const platform = { ...connector, spec };
    if (connector.metadata.name !== 'credit-china') return [platform];
    const unsafe = { ...spec, delivery: { ...spec.delivery, repeat: 'unsafe' } };
    return [platform, { ...connector, metadata: { ...connector.metadata, name: 'credit-china-unsafe' }, spec: unsafe }];
  });
  await change('agreements.yaml', (agreement) => {
    if (agreement.spec['receiver'] !== 'data-office/credit-china') return [agreement];
    const metadata = { ...agreement.metadata, name: `${agreement.metadata.name}-unsafe` };
    return [agreement, { ...agreement, metadata, spec: { ...agreement.spec, receiver: unsafeTarget } }];
  });
  await change('exchanges.yaml', (exchange) => {
    const targets = (exchange.spec['targets'] as Target[]).flatMap((target) =>
      target.connector === 'data-office/credit-china'
        ? [target, { ...target, connector: unsafeTarget, agreement: `${target.agreement}-unsafe` }]
        : [target],
    );
    return [{ ...exchange, spec: { ...exchange.spec, targets } }];
  });
}
