/** A row of the table, file or resource that a pull is tried on. Columns have these names. */
export interface SampleRow {
  /** Key: a whole number as text, or a text. Ids ascend. */
  readonly id: string;
  /** Text that may be empty or absent. */
  readonly name: string | null;
  /** 18 digits: a number where the far system has numbers of that width, else a text. */
  readonly code: string;
  /** A decimal with two places. */
  readonly amount: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Orders incremental pulls; ISO instant to the millisecond. */
  readonly updated_at: string;
}

/** Names that go wrong where somebody counts bytes or UTF-16 units, or takes GBK for all of Chinese. */
const names = [
  '甘南州祥瑞建筑工程有限公司', '㐂䶮𠮷商行', '䶮', '', null, 'O’Brien "GmbH" \\ \'x\'', '行一\n行二', ' 前后空格 ', 'ｆｕｌｌ－ｗｉｄｔｈ', '0010', '1e5', 'NULL', '\t', '🏗️',
] as const;
const codes = ['999999999999999999', '123456789012345678', '100000000000000001', '-999999999999999999'] as const;
const amounts = ['0.01', '25000.00', '9999999999999999.99', '-0.10', '0.00', '123456789012345.60'] as const;
const days = ['1900-01-01', '1969-12-31', '1970-01-01', '1940-06-02', '2024-02-29', '2099-12-31'] as const;

/** Rows that share each time among so many, so that a position by time alone would lose or double some of them. */
const rowsPerTime = 7;
const firstTime = Date.UTC(2020, 0, 1);

/** Rows `from`, `from + 1`, … The same number always gives the same row. */
export function sampleRows(count: number, from = 1): SampleRow[] {
  return Array.from({ length: count }, (_, place) => sampleRow(from + place));
}

export function sampleRow(number: number, updatedAt?: Date): SampleRow {
  const time = updatedAt ?? new Date(firstTime + Math.floor(number / rowsPerTime) * 1_000);
  return {
    id: String(number),
    name: pick(names, number),
    code: pick(codes, number),
    amount: pick(amounts, number),
    day: pick(days, number),
    updated_at: time.toISOString(),
  };
}

function pick<Value>(values: readonly Value[], number: number): Value {
  return values[number % values.length] as Value;
}
