import type { SystemFaults } from '../faults.js';
import { isRecord, parseRecord, textList, type JsonRecord } from '../json.js';
import { startSystemServer, type Call, type Reply, type SystemServer } from '../system-server.js';
import type { Books, Entry } from './books.js';
import { complaintCodes } from './forms/complaint-codes.js';
import { describeForm } from './forms/describe.js';
import { judgeForm, type Form } from './forms/form.js';
import { deskForms } from './forms/index.js';
import { shanghaiDay } from './shanghai.js';

export interface RecordDeskOptions {
  readonly port: number;
  readonly token: string;
  readonly books: Books;
  readonly faults: SystemFaults;
  readonly now: () => Date;
}

const rowsMax = 500;
const bodyBytesMax = 4 * 1024 * 1024;
const operations = { insert: 'upsert', update: 'upsert', withdraw: 'withdraw' } as const;

interface SentRow {
  readonly key: string;
  readonly recordKey: string;
  readonly operation: 'upsert' | 'withdraw';
  readonly row: JsonRecord;
}

/**
 * The platforms that have no simulation of their own, each at a desk under its name: they take rows, judge them by the
 * form of their stream, answer at once, and know a key that comes again. Whoever asks is told the form.
 */
export async function startRecordDesks(options: RecordDeskOptions): Promise<SystemServer> {
  const guarded =
    (answer: (call: Call) => Reply) =>
    (call: Call): Reply =>
      call.headers['x-desk-token'] === options.token ? answer(call) : failed(401, '4010', '令牌无效');
  const guardedBody = (answer: (body: JsonRecord) => Reply): ((call: Call) => Reply) =>
    guarded((call) => {
      const body = parseRecord(call.body);
      return body === undefined ? failed(400, '4001', '请求体不是 JSON 对象') : answer(body);
    });
  const streams = Object.entries(deskForms).flatMap(([system, forms]) =>
    Object.entries(forms).map(([stream, form]) => ({ name: `${system}/${stream}`, form })),
  );
  return startSystemServer({
    port: options.port,
    faults: options.faults,
    bodyBytesMax,
    failure: (status, text) => ({ code: `${status}0`, message: text }),
    routes: [
      ...streams.flatMap(({ name, form }) => [
        { method: 'get' as const, path: `/${name}`, answer: guarded(() => ok({ stream: name, ...describeForm(form) })) },
        { method: 'post' as const, path: `/${name}`, answer: guardedBody((body) => takeRows(name, form, body, options)) },
      ]),
      { method: 'get', path: '/streams', answer: guarded(() => ok({ streams: streams.map(({ name }) => name) })) },
      { method: 'post', path: '/queries', answer: guardedBody((body) => answerQuery(body, options)) },
    ],
  });
}

function takeRows(stream: string, form: Form, body: JsonRecord, { books, now }: RecordDeskOptions): Reply {
  const rows = readSentRows(body['rows']);
  if (rows === undefined) {
    books.refuseBatch();
    return failed(400, '4001', `rows 应为 1 至 ${String(rowsMax)} 行，每行有 key、recordKey、operation 和 row`);
  }
  const at = now();
  const entries: Entry[] = [];
  for (const sent of rows) {
    const base = { at: at.toISOString(), target: books.target, stream, key: sent.key, recordKey: sent.recordKey, operation: sent.operation };
    const known = books.ofKey(sent.key)?.entry ?? entries.find((entry) => entry.key === sent.key);
    if (known) {
      entries.push({ ...base, outcome: 'repeated', code: known.code, text: known.text });
      continue;
    }
    const before = entries.findLast(({ outcome, recordKey }) => outcome === 'accepted' && recordKey === sent.recordKey);
    const isHeld = before ? before.operation === 'upsert' : books.holds(stream, sent.recordKey);
    const complaints =
      sent.operation === 'upsert'
        ? judgeForm(form, sent.row, { today: shanghaiDay(at) })
        : isHeld
          ? []
          : [{ code: complaintCodes.notHeld, text: '撤销的记录不存在' }];
    const [first] = complaints;
    entries.push({
      ...base,
      outcome: first ? 'rejected' : 'accepted',
      code: first?.code ?? '0',
      text: first ? complaints.map((complaint) => complaint.text).join('；') : '已受理',
    });
  }
  books.write(entries);
  return ok({ results: entries.map(({ key, code, text }) => ({ key, code, message: text })) });
}

function answerQuery(body: JsonRecord, { books }: RecordDeskOptions): Reply {
  const keys = textList(body['keys'], rowsMax);
  if (keys === undefined) return failed(400, '4001', `keys 至多 ${String(rowsMax)} 个`);
  const results = keys.map((key) => {
    const entry = books.ofKey(key)?.entry;
    return entry === undefined ? { key, known: false } : { key, known: true, code: entry.code, message: entry.text };
  });
  return ok({ results });
}

function readSentRows(value: unknown): SentRow[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > rowsMax) return undefined;
  const rows: SentRow[] = [];
  for (const item of value as unknown[]) {
    if (!isRecord(item)) return undefined;
    const { key, recordKey, operation, row } = item;
    if (typeof key !== 'string' || key === '' || typeof recordKey !== 'string' || recordKey === '') return undefined;
    if (operation !== 'insert' && operation !== 'update' && operation !== 'withdraw') return undefined;
    if (operation !== 'withdraw' && !isRecord(row)) return undefined;
    rows.push({ key, recordKey, operation: operations[operation], row: isRecord(row) ? row : {} });
  }
  return rows;
}

function ok(answer: JsonRecord): Reply {
  return { status: 200, body: { code: '0', message: 'ok', ...answer } };
}

function failed(status: number, code: string, message: string): Reply {
  return { status, body: { code, message } };
}
