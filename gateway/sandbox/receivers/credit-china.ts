import type { SystemFaults } from '../faults.js';
import { isRecord, parseRecord, textList, type JsonRecord } from '../json.js';
import { startSystemServer, type Call, type Reply, type SystemServer } from '../system-server.js';
import type { Books, Entry } from './books.js';
import { creditChinaStreams, judgeCreditChina, type CreditChinaStream } from './credit-china-rules.js';
import { shanghaiDay } from './shanghai.js';

export interface CreditChinaOptions {
  readonly port: number;
  readonly token: string;
  readonly books: Books;
  readonly faults: SystemFaults;
  readonly now: () => Date;
}

const rowsMax = 200;
const queryMax = 500;
const bodyBytesMax = 2 * 1024 * 1024;

interface SentRow {
  readonly uuid: string;
  readonly recordKey: string;
  readonly operation: 'upsert' | 'withdraw';
  readonly data: JsonRecord;
}

/** 信用中国 double publicity: answers at once, and publishes twice what is sent twice. */
export async function startCreditChina(options: CreditChinaOptions): Promise<SystemServer> {
  const guarded =
    (answer: (body: JsonRecord) => Reply) =>
    (call: Call): Reply => {
      if (call.headers['x-access-token'] !== options.token) return failed(401, '4010', '令牌无效');
      const body = parseRecord(call.body);
      return body === undefined ? failed(400, '4001', '请求体不是 JSON 对象') : answer(body);
    };
  return startSystemServer({
    port: options.port,
    faults: options.faults,
    bodyBytesMax,
    failure: (status, text) => ({ code: `${status}0`, message: text }),
    routes: [
      ...creditChinaStreams.map((stream) => ({
        method: 'post' as const,
        path: `/api/${stream}`,
        answer: guarded((body) => takeRows(stream, body, options)),
      })),
      { method: 'post', path: '/api/queries', answer: guarded((body) => answerQuery(body, options)) },
    ],
  });
}

function takeRows(stream: CreditChinaStream, body: JsonRecord, { books, now }: CreditChinaOptions): Reply {
  const rows = readSentRows(body['rows']);
  if (rows === undefined) {
    books.refuseBatch();
    return failed(400, '4001', `rows 应为 1 至 ${rowsMax} 行，每行有 uuid、recordKey、op 和 data`);
  }
  const at = now();
  const entries = rows.map((sent): Entry => {
    const complaints =
      sent.operation === 'upsert'
        ? judgeCreditChina(stream, sent.data, { today: shanghaiDay(at) })
        : books.holds(stream, sent.recordKey)
          ? []
          : [{ code: 'E009', text: '撤销的记录不存在' }];
    const [first] = complaints;
    return {
      at: at.toISOString(),
      target: books.target,
      stream,
      key: sent.uuid,
      recordKey: sent.recordKey,
      operation: sent.operation,
      outcome: first === undefined ? 'accepted' : 'rejected',
      code: first?.code ?? '0000',
      text: first === undefined ? '成功' : complaints.map((complaint) => complaint.text).join('；'),
    };
  });
  books.write(entries);
  return ok(entries.map(({ key, code, text }) => ({ uuid: key, code, message: text })));
}

function answerQuery(body: JsonRecord, { books }: CreditChinaOptions): Reply {
  const uuids = textList(body['uuids'], queryMax);
  if (uuids === undefined) return failed(400, '4001', `uuids 至多 ${queryMax} 个`);
  return ok(
    uuids.map((uuid) => {
      const entry = books.ofKey(uuid)?.entry;
      return entry === undefined
        ? { uuid, known: false }
        : { uuid, known: true, code: entry.code, message: entry.text };
    }),
  );
}

function readSentRows(value: unknown): SentRow[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > rowsMax) return undefined;
  const rows: SentRow[] = [];
  for (const item of value as unknown[]) {
    if (!isRecord(item)) return undefined;
    const { uuid, recordKey, op, data } = item;
    if (typeof uuid !== 'string' || uuid === '' || typeof recordKey !== 'string' || recordKey === '')
      return undefined;
    if (op !== 'save' && op !== 'withdraw') return undefined;
    if (op === 'save' && !isRecord(data)) return undefined;
    rows.push({
      uuid,
      recordKey,
      operation: op === 'save' ? 'upsert' : 'withdraw',
      data: isRecord(data) ? data : {},
    });
  }
  return rows;
}

function ok(results: unknown): Reply {
  return { status: 200, body: { code: '0000', message: 'ok', results } };
}

function failed(status: number, code: string, message: string): Reply {
  return { status, body: { code, message } };
}
