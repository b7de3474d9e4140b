import type { SystemFaults } from '../faults.js';
import type { Stream } from '../generator/generator.js';
import type { TransportRow } from '../generator/rows.js';
import { startSystemServer, type Call, type Reply, type SystemServer } from '../system-server.js';

const sizeDefault = 50;
const sizeMax = 200;

/** The department's inspections: the generated ones, made when asked for, and those changed since, held here. */
export class TransportInspections {
  private readonly changed = new Map<number, TransportRow>();
  /** Generated rows that still stand as they were made; undefined: all of them. */
  private untouched: readonly number[] | undefined;

  constructor(private readonly stream: Stream<TransportRow>) {}

  get nextId(): number {
    return Math.max(this.stream.count, ...this.changed.keys()) + 1;
  }

  find(id: number): TransportRow | undefined {
    return this.changed.get(id) ?? (id >= 1 && id <= this.stream.count ? this.stream.row(id - 1) : undefined);
  }

  /** Changed rows are newer than every generated one, so they stand last, in the order of their times. */
  put(id: number, row: TransportRow): void {
    this.changed.delete(id);
    this.changed.set(id, row);
    this.untouched = Array.from({ length: this.stream.count }, (_, index) => index).filter(
      (index) => !this.changed.has(index + 1),
    );
  }

  page(number: number, size: number, since: string): { total: number; rows: TransportRow[] } {
    const generatedCount = this.untouched?.length ?? this.stream.count;
    const firstGenerated = this.firstSince(since, generatedCount);
    const changed = [...this.changed.values()].filter((row) => row.updatedAt >= since);
    const total = generatedCount - firstGenerated + changed.length;
    const rows: TransportRow[] = [];
    for (let place = (number - 1) * size; place < Math.min(number * size, total); place += 1) {
      const row =
        firstGenerated + place < generatedCount
          ? this.generated(firstGenerated + place)
          : changed[firstGenerated + place - generatedCount];
      if (row !== undefined) rows.push(row);
    }
    return { total, rows };
  }

  /** The generator makes them in the order of time: search by halves. */
  private firstSince(since: string, count: number): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.generated(middle).updatedAt < since) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private generated(place: number): TransportRow {
    return this.stream.row(this.untouched?.[place] ?? place);
  }
}

export interface TransportOptions {
  readonly port: number;
  readonly token: string;
  readonly inspections: TransportInspections;
  readonly faults: SystemFaults;
}

/** The department's REST service: a page at a time, optionally only what was touched since an instant. */
export async function startTransport(options: TransportOptions): Promise<SystemServer> {
  return startSystemServer({
    port: options.port,
    faults: options.faults,
    bodyBytesMax: 1024,
    failure: (status, message) => ({ code: status * 100, message }),
    routes: [{ method: 'get', path: '/api/inspections', answer: (call) => answerPage(call, options) }],
  });
}

function answerPage({ headers, query }: Call, { token, inspections }: TransportOptions): Reply {
  if (headers.authorization !== `Bearer ${token}`)
    return { status: 401, body: { code: 40101, message: '令牌无效' } };
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('size') ?? sizeDefault);
  const since = query.get('updatedSince');
  const sinceMs = since === null ? 0 : Date.parse(since);
  if (!isWhole(page, 1, 1_000_000_000)) return wrong('page 应为不小于 1 的整数');
  if (!isWhole(size, 1, sizeMax)) return wrong(`size 应为 1 至 ${sizeMax} 的整数`);
  if (Number.isNaN(sinceMs)) return wrong('updatedSince 应为 ISO 8601 时间');
  const { total, rows } = inspections.page(page, size, new Date(sinceMs).toISOString());
  return { status: 200, body: { code: 0, message: 'ok', data: { page, size, total, rows } } };
}

function isWhole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function wrong(message: string): Reply {
  return { status: 400, body: { code: 40001, message } };
}
