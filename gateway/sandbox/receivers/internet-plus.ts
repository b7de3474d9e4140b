import type { SystemFaults } from '../faults.js';
import { isRecord, parseRecord, textList, type JsonRecord } from '../json.js';
import { startSystemServer, type Call, type Reply, type SystemServer } from '../system-server.js';
import type { Books, Entry } from './books.js';
import { internetPlusStreams, judgeInternetPlus, type InternetPlusStream } from './internet-plus-rules.js';
import { ReceiptDesk } from './receipt-desk.js';
import { shanghaiDay } from './shanghai.js';
import { SignatureGate } from './signature.js';

export interface InternetPlusOptions {
  readonly port: number;
  readonly appId: string;
  readonly secret: string;
  /** How long after a batch its receipts can be read. */
  readonly receiptDelayMs: number;
  readonly books: Books;
  readonly desk: ReceiptDesk;
  readonly inspections: KnownInspections;
  readonly faults: SystemFaults;
  readonly now: () => Date;
}

const rowsMax = 500;
const bodyBytesMax = 4 * 1024 * 1024;

/** Inspections that the province holds, by check_action_code; a penalty must name one of them. */
export class KnownInspections {
  private readonly codeOfRecord = new Map<string, string>();
  private readonly recordsOfCode = new Map<string, number>();

  has(code: string): boolean {
    return (this.recordsOfCode.get(code) ?? 0) > 0;
  }

  learn(entry: Entry): void {
    if (entry.stream !== 'inspections' || entry.outcome !== 'accepted') return;
    const before = this.codeOfRecord.get(entry.recordKey);
    if (before !== undefined) this.recordsOfCode.set(before, (this.recordsOfCode.get(before) ?? 1) - 1);
    this.codeOfRecord.delete(entry.recordKey);
    if (entry.operation === 'withdraw' || entry.reference === undefined) return;
    this.codeOfRecord.set(entry.recordKey, entry.reference);
    this.recordsOfCode.set(entry.reference, (this.recordsOfCode.get(entry.reference) ?? 0) + 1);
  }
}

interface SentRow {
  readonly idempotencyKey: string;
  readonly recordKey: string;
  readonly version: number;
  readonly operation: 'i' | 'u' | 'd';
  readonly row: JsonRecord;
}

/** 甘肃省“互联网+监管”: signed batches in, receipts to be fetched later. */
export async function startInternetPlus(options: InternetPlusOptions): Promise<SystemServer> {
  const gate = new SignatureGate(options);
  const signed =
    (answer: (body: JsonRecord) => Reply) =>
    (call: Call): Reply => {
      const refusal = gate.refuse(call.headers, call.body);
      if (refusal !== undefined) return failed(401, refusal, refusals[refusal]);
      const body = parseRecord(call.body);
      return body === undefined ? failed(400, '4001', '请求体不是 JSON 对象') : answer(body);
    };
  return startSystemServer({
    port: options.port,
    faults: options.faults,
    bodyBytesMax,
    failure: (status, text) => ({ code: `${status}0`, message: text, data: null }),
    routes: [
      {
        method: 'post',
        path: '/oauth/token',
        answer: ({ body }) => {
          const { appId, secret } = parseRecord(body) ?? {};
          const token = gate.issue(appId, secret);
          return token === undefined ? failed(401, '4010', 'appId 或密钥错误') : ok(token);
        },
      },
      ...internetPlusStreams.map((stream) => ({
        method: 'post' as const,
        path: `/api/v1/${stream}/batches`,
        answer: signed((body) => takeBatch(stream, body, options)),
      })),
      { method: 'post', path: '/api/v1/receipts', answer: signed((body) => readReceipts(body, options)) },
      { method: 'post', path: '/api/v1/queries', answer: signed((body) => answerQuery(body, options)) },
    ],
  });
}

const refusals = {
  '4011': '令牌无效或已过期',
  '4012': '签名错误',
  '4013': '时间戳超出允许范围',
  '4014': '随机数重复',
} as const;

function takeBatch(stream: InternetPlusStream, body: JsonRecord, options: InternetPlusOptions): Reply {
  const { books, desk, inspections, faults, now } = options;
  const rows = readSentRows(body['rows']);
  if (rows === undefined) {
    books.refuseBatch();
    return failed(
      400,
      '4001',
      `rows 应为 1 至 ${rowsMax} 行，每行有 idempotencyKey、recordKey、cd_operation 和 row`,
    );
  }
  const at = now();
  const batchNo = desk.openBatch(shanghaiDay(at));
  const entries: Entry[] = [];
  const answers = rows.map((sent, index) => {
    const known =
      books.ofKey(sent.idempotencyKey)?.entry ?? entries.find((entry) => entry.key === sent.idempotencyKey);
    const receiptNo = known?.receiptNo ?? `${batchNo}-${index + 1}`;
    const base = {
      at: at.toISOString(),
      target: books.target,
      stream,
      key: sent.idempotencyKey,
      recordKey: sent.recordKey,
      version: sent.version,
      operation: sent.operation === 'd' ? ('withdraw' as const) : ('upsert' as const),
      receiptNo,
    };
    if (known !== undefined) {
      entries.push({ ...base, outcome: 'repeated', code: known.code, text: known.text });
    } else {
      const complaints = judgeSent(stream, sent, options, shanghaiDay(at));
      const [first] = complaints;
      const entry: Entry = {
        ...base,
        outcome: first === undefined ? 'accepted' : 'rejected',
        code: first?.code ?? '0000',
        text: first === undefined ? '已受理' : complaints.map((complaint) => complaint.text).join('；'),
        receiptCopies: faults.receiptCopies(),
        reference: stream === 'inspections' ? textOf(sent.row['check_action_code']) : undefined,
      };
      entries.push(entry);
      // At once, so that a penalty later in the same batch may name it.
      inspections.learn(entry);
      desk.put(entry, at.getTime() + options.receiptDelayMs);
    }
    return { idempotencyKey: sent.idempotencyKey, receiptNo };
  });
  books.write(entries);
  return { status: 200, body: { code: '0', message: '已接收', data: { batchNo, rows: answers } } };
}

function judgeSent(stream: InternetPlusStream, sent: SentRow, options: InternetPlusOptions, today: string) {
  if (sent.operation === 'd') {
    return options.books.holds(stream, sent.recordKey) ? [] : [{ code: '1012', text: '撤销的记录不存在' }];
  }
  return judgeInternetPlus(stream, sent.row, {
    today,
    knowsInspection: (code) => options.inspections.has(code),
  });
}

function readReceipts(body: JsonRecord, { desk, now }: InternetPlusOptions): Reply {
  const receiptNos = textList(body['receiptNos'] ?? [], rowsMax);
  const batchNos = textList(body['batchNos'] ?? [], rowsMax);
  if (receiptNos === undefined || batchNos === undefined)
    return failed(400, '4001', `receiptNos、batchNos 各至多 ${rowsMax} 个`);
  const ready = [
    ...receiptNos.flatMap((no) => desk.ofReceipt(no, now())),
    ...batchNos.flatMap((no) => desk.ofBatch(no, now())),
  ];
  const receipts = ready.map(({ entry, handledAt }) => ({
    receiptNo: entry.receiptNo,
    batchNo: entry.receiptNo?.split('-')[0],
    idempotencyKey: entry.key,
    recordKey: entry.recordKey,
    version: entry.version,
    status: entry.outcome,
    code: entry.code,
    message: entry.text,
    handledAt,
  }));
  return ok({ receipts });
}

function answerQuery(body: JsonRecord, { books, desk, now }: InternetPlusOptions): Reply {
  const keys = textList(body['idempotencyKeys'], rowsMax);
  if (keys === undefined) return failed(400, '4001', `idempotencyKeys 至多 ${rowsMax} 个`);
  const results = keys.map((idempotencyKey) => {
    const entry = books.ofKey(idempotencyKey)?.entry;
    if (entry === undefined) return { idempotencyKey, status: 'notKnown' };
    const { receiptNo, outcome, code, text } = entry;
    if (!desk.isReady(receiptNo ?? '', now())) return { idempotencyKey, status: 'processing', receiptNo };
    return { idempotencyKey, status: outcome, code, message: text, receiptNo };
  });
  return ok({ results });
}

function readSentRows(value: unknown): SentRow[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > rowsMax) return undefined;
  const rows: SentRow[] = [];
  for (const item of value as unknown[]) {
    if (!isRecord(item)) return undefined;
    const idempotencyKey = textOf(item['idempotencyKey']);
    const recordKey = textOf(item['recordKey']);
    const { version, cd_operation: operation, row } = item;
    if (idempotencyKey === undefined || recordKey === undefined) return undefined;
    if (typeof version !== 'number' || (operation !== 'i' && operation !== 'u' && operation !== 'd'))
      return undefined;
    if (operation !== 'd' && !isRecord(row)) return undefined;
    rows.push({ idempotencyKey, recordKey, version, operation, row: isRecord(row) ? row : {} });
  }
  return rows;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 500 ? value : undefined;
}

function ok(data: unknown): Reply {
  return { status: 200, body: { code: '0', message: 'ok', data } };
}

function failed(status: number, code: string, message: string): Reply {
  return { status, body: { code, message, data: null } };
}
