import { isRecord, type JsonRecord } from '../../json.js';
import type { Complaint, RuleContext } from '../field-rules.js';
import { complaintCodes } from './complaint-codes.js';

/** What a receiver asks of one value. */
export interface Want {
  /** In the receiver's words, for whoever asks the desk what it takes. */
  readonly kind: string;
  /** In characters, of the value or of each item in it. */
  readonly lengthMax?: number;
  /** The code list, where the value or each item in it is one of a list. */
  readonly codes?: readonly string[];
  /** The columns within, where the value is an object or a list of such. */
  readonly within?: Form;
  /** Everything that is wrong with a value that is there; `path` names it. */
  readonly judge: (value: unknown, path: string, context: RuleContext) => Complaint[];
}

export interface Column {
  readonly isRequired: boolean;
  readonly want: Want;
}

/** What a receiver asks of several values of a row together. */
export interface Rule {
  /** The rule itself; a row that breaks it gets this as its complaint. */
  readonly said: string;
  readonly isBroken: (row: JsonRecord, context: RuleContext) => boolean;
}

/** One stream's form: judges rows by what the receiver's own description says, and by nothing of the gateway's. */
export interface Form {
  readonly columns: Readonly<Record<string, Column>>;
  readonly rules: readonly Rule[];
}

export function form(columns: Readonly<Record<string, Column>>, ...rules: readonly Rule[]): Form {
  return { columns, rules };
}

export const must = (want: Want): Column => ({ isRequired: true, want });
export const may = (want: Want): Column => ({ isRequired: false, want });

/** Everything that is wrong with a row; codes as INTERFACES.md 4.3 lists them. `outer` is where the row itself stands. */
export function judgeForm(wanted: Form, row: JsonRecord, context: RuleContext, outer = ''): Complaint[] {
  const unknown = Object.keys(row)
    .filter((name) => !Object.hasOwn(wanted.columns, name))
    .map((name) => ({ code: complaintCodes.shape, text: `没有字段 ${outer}${name.slice(0, 60)}` }));
  const own = Object.entries(wanted.columns).flatMap(([name, { isRequired, want }]) => {
    const value = row[name];
    const path = outer + name;
    if (isEmpty(value)) return isRequired ? [{ code: complaintCodes.missing, text: `${path} 不能为空` }] : [];
    return want.judge(value, path, context);
  });
  const broken = wanted.rules.filter(({ isBroken }) => isBroken(row, context));
  return [...unknown, ...own, ...broken.map(({ said }) => ({ code: complaintCodes.contradiction, text: said }))];
}

/** Absent, null, the empty text and the empty list are the same to a receiver. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** An object with columns of its own. */
export const object = (within: Form): Want => ({
  kind: '对象',
  within,
  judge: (value, path, context) =>
    isRecord(value)
      ? judgeForm(within, value, context, `${path}.`)
      : [{ code: complaintCodes.shape, text: `${path} 应为对象` }],
});

/** A list of such values. */
export const listOf = (each: Want): Want => ({
  ...each,
  kind: `列表，每项为${each.kind}`,
  judge: (value, path, context) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => each.judge(item, `${path}[${String(index)}]`, context))
      : [{ code: complaintCodes.shape, text: `${path} 应为列表` }],
});
