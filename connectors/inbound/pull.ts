import { GatewayError } from '../../schemas/errors.js';
import type { JsonValue } from '../../schemas/json.js';
import type { Change, ConnectorContext, InboundBatch, PullBatch, PullRequest, SourceRow } from '../connector.js';
import { faultyChange, rowFault } from '../row-fault.js';
import { readCursor, writeCursor } from '../shared/cursor.js';
import { keyedChange } from '../shared/keyed-change.js';

interface InboundCursor {
  /** Place of the last batch that was read. */
  readonly after: number;
}

/**
 * What senders pushed since the cursor, a pushed batch a batch, in the order of arrival. A full pull begins with the
 * oldest that is kept. Never a complete snapshot: what is not pushed again is not gone.
 * @throws INBOUND_BUFFER_ABSENT outside a running gateway, CONNECTOR_CURSOR_INVALID
 */
export async function* pullInbound(
  context: ConnectorContext,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<PullBatch> {
  const { inbound } = context;
  if (!inbound) throw new GatewayError('INBOUND_BUFFER_ABSENT', { connector: context.name });
  let after = inboundPlace(request.cursor);
  for (;;) {
    signal.throwIfAborted();
    const batch = await inbound.next(request.stream, after);
    if (!batch) return;
    after = batch.place;
    yield { changes: inboundChanges(request.stream, request.key, batch), cursor: writeCursor({ after }) };
  }
}

/** How far a cursor has come: the place of the last batch read, 0 before the first. @throws CONNECTOR_CURSOR_INVALID */
export function inboundPlace(cursor: string | null): number {
  return cursor === null ? 0 : readCursor(cursor, isCursor).after;
}

/** The rows of a pushed batch in the sender's order, those to withdraw last. */
export function inboundChanges(
  stream: string,
  key: readonly string[],
  { name, rows, deleted }: Pick<InboundBatch, 'name' | 'rows' | 'deleted'>,
): Change[] {
  const changeOf = (op: Change['op'], list: string) => (row: JsonValue, at: number): Change => {
    const place = `${stream} ${name} ${list}[${at + 1}]`;
    if (isRow(row)) return { ...keyedChange(place, key, row, op), position: place };
    return faultyChange(place, JSON.stringify(row), rowFault('REST_ROW_NOT_AN_OBJECT', '不是对象', 'not an object'));
  };
  return [...rows.map(changeOf('upsert', 'rows')), ...deleted.map(changeOf('delete', 'deleted'))];
}

function isRow(value: JsonValue): value is SourceRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCursor(value: unknown): value is InboundCursor {
  return typeof value === 'object' && value !== null && 'after' in value && Number.isSafeInteger(value.after);
}
