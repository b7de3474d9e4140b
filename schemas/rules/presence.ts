import type { RecordErrorCode } from '../identifiers/identifier.js';
import type { Finding, Rule } from './rule.js';

type Names<Record extends object> = readonly (keyof Record & string)[];

/** What one condition over a record asks for. `when` reads the fields `reads`. */
export interface Demand<Record extends object> {
  /** Names the rule, in kebab case. */
  readonly name: string;
  readonly code: RecordErrorCode;
  readonly fields: Names<Record>;
  readonly reads: Names<Record>;
  readonly when: (record: Record) => boolean;
}

/** The rule that all fields are there where the condition holds; the first that is missing is named. */
export function needs<Record extends object>({ name, code, fields, reads, when }: Demand<Record>): Rule<Record> {
  const findings = findingsFor(fields, code);
  return {
    name,
    reads: pointersOf([...fields, ...reads]),
    check: (record) => (when(record) ? findings.find(([field]) => record[field] === undefined)?.[1] : undefined),
  };
}

/** The rule that no field is there where the condition holds; the first that is there is named. */
export function forbids<Record extends object>({ name, code, fields, reads, when }: Demand<Record>): Rule<Record> {
  const findings = findingsFor(fields, code);
  return {
    name,
    reads: pointersOf([...fields, ...reads]),
    check: (record) => (when(record) ? findings.find(([field]) => record[field] !== undefined)?.[1] : undefined),
  };
}

/** The rule that of several fields one is there and no other. */
export function exactlyOne<Record extends object>(
  name: string,
  fields: Names<Record>,
  code: RecordErrorCode,
): Rule<Record> {
  const [first = ''] = fields;
  const finding: Finding = { code, path: `/${first}` };
  return {
    name,
    reads: pointersOf(fields),
    check: (record) => (fields.filter((field) => record[field] !== undefined).length === 1 ? undefined : finding),
  };
}

function findingsFor<Record extends object>(
  fields: Names<Record>,
  code: RecordErrorCode,
): readonly (readonly [keyof Record, Finding])[] {
  return fields.map((field) => [field, { code, path: `/${field}` }]);
}

function pointersOf(fields: readonly string[]): readonly string[] {
  return fields.map((field) => `/${field}`);
}
