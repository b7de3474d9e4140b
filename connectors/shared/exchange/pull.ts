import { hash } from 'node:crypto';
import { GatewayError } from '../../../schemas/errors.js';
import type { JsonValue } from '../../../schemas/json.js';
import type { Change, PullBatch, PullRequest, SourceRow } from '../../connector.js';
import { pullBytesMax, pullRowsMax } from '../../connector.js';
import { faultyChange, rowFault } from '../../row-fault.js';
import { parseJsonPath, valueAt } from '../json-path.js';
import type { HttpRequest } from '../http/http-client.js';
import { jsonBody } from '../http/http-client.js';
import type { Page, PagePlace } from './paging.js';
import { firstPage, nextPage, pageParameters } from './paging.js';
import { readPageCursor, writePageCursor } from './page-cursor.js';
import type { Exchanger } from './exchange.js';
import { ask } from './exchange.js';
import { later, secondsBefore } from './since.js';
import type { PullSpec } from './stream-spec.js';

/** Most pages of one pull; more means that the paging goes in circles. */
const pagesMax = 100_000;

/**
 * Reads a resource page by page. An incremental pull asks only for rows since the highest value of the cursor column
 * of the last complete pull; a full or snapshot pull asks for all.
 * @throws REST_PAGES_ENDLESS, REST_LINK_ELSEWHERE, REST_ANSWER_LOST, REST_REQUEST_REFUSED, CONNECTOR_CURSOR_INVALID
 */
export async function* pullPages(
  session: Exchanger,
  spec: PullSpec,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<PullBatch> {
  const paging = spec.paging ?? { kind: 'none' };
  const isIncremental = request.mode === 'incremental';
  const stored = readPageCursor(request.cursor);
  const since = isIncremental ? stored.since : null;
  let highest = isIncremental ? stored.highest : null;
  // A snapshot that went on in the middle would call itself complete without having seen what stands before.
  const isBegun = stored.page !== undefined && request.mode !== 'snapshot';
  let place: PagePlace | undefined = isBegun ? stored.page : firstPage(paging);
  for (let count = 1; place !== undefined; count++) {
    if (count > pagesMax) throw new GatewayError('REST_PAGES_ENDLESS', { path: spec.path, pages: pagesMax });
    const page = await readPage(session, spec, place, sinceParameter(spec, since), signal);
    const highestBefore = highest;
    for (const row of page.rows)
      highest = later(highest, isObject(row) ? row[request.cursorColumns[0] ?? ''] : undefined);
    const next = nextPage(paging, page);
    // With a cursor or link the place must change by itself; the same one again would be read for ever.
    if (next !== undefined && next === place)
      throw new GatewayError('REST_PAGES_ENDLESS', { path: spec.path });
    const isLast = next === undefined;
    const here = writePageCursor({ since, highest: highestBefore, page: place });
    const behind = writePageCursor(
      isLast ? { since: highest ?? since, highest } : { since, highest, page: next },
    );
    const changes = page.rows.map((row, item) =>
      changeOf(row, request, `${request.stream} page ${place ?? 1} item ${item + 1}`),
    );
    yield* batches(changes, here, behind, isLast && !isIncremental, behind !== request.cursor);
    place = next;
  }
}

/** Rows of the first page, to see that and what a stream gives. */
export async function readFirstPage(
  session: Exchanger,
  spec: PullSpec,
  signal: AbortSignal,
): Promise<readonly JsonValue[]> {
  const place = firstPage(spec.paging ?? { kind: 'none' });
  return (await readPage(session, spec, place, sinceParameter(spec, null), signal)).rows;
}

async function readPage(
  session: Exchanger,
  spec: PullSpec,
  place: PagePlace,
  since: Record<string, string>,
  signal: AbortSignal,
): Promise<Page & { readonly rows: readonly JsonValue[] }> {
  const { answer, headers } = await ask(session, pageRequest(spec, place, since), signal);
  const rows = valueAt(answer, parseJsonPath(spec.rows));
  if (!Array.isArray(rows)) {
    throw new GatewayError('REST_REQUEST_REFUSED', {
      path: spec.path,
      answer: `no list at ${spec.rows || 'the top'}`,
    });
  }
  return { place, rows, rowCount: rows.length, answer, headers };
}

function pageRequest(spec: PullSpec, place: PagePlace, since: Record<string, string>): HttpRequest {
  const { paging = { kind: 'none' }, method = 'GET', parameters = {} } = spec;
  // The address of a next page already holds every parameter.
  if (paging.kind === 'link' && place !== null) return { method: 'GET', path: place };
  const own = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const paged = pageParameters(paging, place);
  if (method === 'GET') return { method, path: spec.path, query: { ...own, ...since, ...paged } };
  const numbers = Object.fromEntries(
    Object.entries(paged).map(([name, value]) => [
      name,
      paging.kind === 'cursor' && value === place ? value : Number(value),
    ]),
  );
  return { method, path: spec.path, body: jsonBody({ ...parameters, ...since, ...numbers }) };
}

function sinceParameter({ incremental }: PullSpec, since: string | null): Record<string, string> {
  if (!incremental) return {};
  const value = since === null ? incremental.initial : secondsBefore(since, incremental.lookBackSeconds ?? 0);
  return value === undefined ? {} : { [incremental.parameter]: value };
}

/**
 * One page as batches within the limits. Only the last one moves on to the next page: after a stop in between the
 * whole page is read again, for its rows may have shifted meanwhile.
 */
function* batches(
  changes: readonly Change[],
  here: string,
  behind: string,
  isSnapshot: boolean,
  isNews: boolean,
): Generator<PullBatch> {
  let batch: Change[] = [];
  let bytes = 0;
  for (const change of changes) {
    const size = Buffer.byteLength(JSON.stringify(change.row));
    if (batch.length === pullRowsMax || (batch.length > 0 && bytes + size > pullBytesMax)) {
      yield { changes: batch, cursor: here };
      batch = [];
      bytes = 0;
    }
    batch.push(change);
    bytes += size;
  }
  if (isSnapshot) yield { changes: batch, cursor: behind, snapshotComplete: true };
  else if (batch.length > 0 || isNews) yield { changes: batch, cursor: behind };
}

function changeOf(row: JsonValue, request: PullRequest, position: string): Change {
  if (!isObject(row)) {
    return faultyChange(
      position,
      JSON.stringify(row),
      rowFault('REST_ROW_NOT_AN_OBJECT', '不是对象', 'not an object'),
    );
  }
  const missing = request.key.find((name) => row[name] === undefined || row[name] === null);
  if (missing !== undefined) {
    const fault = rowFault('CONNECTOR_ROW_WITHOUT_KEY', `缺 ${missing}`, `${missing} is missing`);
    return faultyChange(position, JSON.stringify(row), fault, row);
  }
  const content = request.key.length > 0 ? undefined : hash('sha256', JSON.stringify(row), 'base64url');
  return {
    op: 'upsert',
    sourceKey: content ?? JSON.stringify(request.key.map((name) => row[name])),
    row,
    position,
  };
}

function isObject(value: JsonValue): value is SourceRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
