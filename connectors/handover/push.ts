import { createHash } from 'node:crypto';
import { GatewayError } from '../../schemas/errors.js';
import type { ConnectorContext, PushRecord, PushRequest, PushResult } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import { resolveFolder } from '../shared/places/local-place.js';
import type { Batch } from './batch.js';
import { batchOfKey, writeBatch } from './batch.js';
import { csvText, importTable, isFormula, workbookBytes } from './import-table.js';
import { letterHtml } from './letter.js';
import type { HandoverConfig, HandoverStream } from './spec.js';
import { joinToken } from './token.js';

/**
 * Writes one batch for the assignee: the receiver's import file, a letter, or both. Deliveries that lie in a batch
 * already are not written again. Every record is pending until a result file or a signed slip comes back.
 * @throws FILE_FOLDER_MISSING, FILE_PLACE_OUTSIDE_WORKSPACE, CONNECTOR_STREAM_MISSING: nothing was written
 */
export async function pushBatch(config: HandoverConfig, context: ConnectorContext, request: PushRequest): Promise<PushResult[]> {
  const stream = streamOf(config, request.stream);
  const folder = await resolveFolder(context, config.folder);
  const results = new Map<PushRecord, PushResult>();
  const fresh: PushRecord[] = [];
  for (const record of request.records) {
    const known = await batchOfKey(folder, record.idempotencyKey);
    const refusal = config.form === 'csv' ? formulaIn(record, stream) : undefined;
    if (known !== undefined) results.set(record, { outcome: 'pending', token: joinToken(known, record.idempotencyKey) });
    else if (refusal) results.set(record, refusal);
    else fresh.push(record);
  }
  if (fresh.length > 0) {
    const batch = batchOf(request, fresh, stream, config.assignee, context.now());
    await writeBatch(folder, batch, await filesOf(config, stream, fresh, batch));
    for (const record of fresh) results.set(record, { outcome: 'pending', token: joinToken(batch.name, record.idempotencyKey) });
    context.log('handover.written', { batch: batch.name, rows: fresh.length });
  }
  return request.records.map((record) => results.get(record) ?? { outcome: 'unknown', reason: 'not written' });
}

/** @throws CONNECTOR_STREAM_MISSING */
function streamOf(config: HandoverConfig, name: string): HandoverStream {
  const stream = Object.hasOwn(config.streams, name) ? config.streams[name] : undefined;
  if (stream) return stream;
  throw new GatewayError('CONNECTOR_STREAM_MISSING', { stream: name, offered: Object.keys(config.streams).join(', ') });
}

function batchOf(request: PushRequest, records: readonly PushRecord[], stream: HandoverStream, assignee: string, now: Date): Batch {
  const day = shanghaiDay(now).replaceAll('-', '');
  // One attempt may be handed over in several parts: the name stands for what is inside.
  const inside = [request.attemptId, ...records.map(({ idempotencyKey }) => idempotencyKey)].join('\n');
  const digits = createHash('sha256').update(inside).digest('hex').slice(0, 12);
  const rows = records.map(({ idempotencyKey, version, op, row }) => ({ idempotencyKey, version, op, key: cellText(row, stream.key) }));
  return { name: `${day}-${digits}`, stream: request.stream, assignee, madeAt: now.toISOString(), rows };
}

async function filesOf(
  { form = 'xlsx' }: HandoverConfig,
  stream: HandoverStream,
  records: readonly PushRecord[],
  batch: Batch,
): Promise<Map<string, string | Buffer>> {
  const files = new Map<string, string | Buffer>();
  const table = importTable(records, stream);
  if (form !== 'letter' && table.rows.length > 0) {
    if (form === 'xlsx') files.set('import.xlsx', await workbookBytes(table, stream.titleZh));
    else files.set('import.csv', await encoded(csvText(table), stream.encoding ?? 'utf-8'));
  }
  // What the import file cannot say, a withdrawal without an operation column, is said in a letter.
  const isLeftOut = !stream.operation && records.some(({ op }) => op === 'withdraw');
  if (form === 'letter' || stream.letter || isLeftOut) {
    const date = shanghaiDay(new Date(batch.madeAt));
    files.set('letter.html', letterHtml(records, stream, { batch: batch.name, date, assignee: batch.assignee }));
  }
  return files;
}

/** UTF-8 with a byte order mark, without which Excel takes it for GB18030. */
async function encoded(text: string, encoding: 'utf-8' | 'gb18030'): Promise<Buffer> {
  if (encoding === 'utf-8') return Buffer.from(`\uFEFF${text}`);
  const { default: iconv } = await import('iconv-lite');
  return iconv.encode(text, 'gb18030');
}

function formulaIn(record: PushRecord, stream: HandoverStream): PushResult | undefined {
  const { rows, headings } = importTable([record], stream);
  const at = rows[0]?.findIndex(isFormula) ?? -1;
  if (at < 0) return undefined;
  const code = 'HANDOVER_CELL_IS_FORMULA';
  return { outcome: 'rejected', permanent: true, code, text: new GatewayError(code, { column: headings[at] }).message };
}

/** YYYY-MM-DD in Asia/Shanghai, which has no summer time. */
function shanghaiDay(instant: Date): string {
  return new Date(instant.getTime() + 8 * 60 * 60 * 1_000).toISOString().slice(0, 10);
}
