import type { CodeItem, CodeTable, CodeTables } from './code-tables.js';
import type { FieldPath } from './dataset-field.js';
import type { DatasetSchema } from './dataset-schema.js';
import type { Finding } from './rules/rule.js';

/** Finds codes of a record that its code tables do not know, or that were not in use on the day of the event. */
export interface CodeChecks {
  /** Codes not in use on the day of the event, of tables that refuse; unknown ones the schema itself finds. */
  refused(record: unknown): readonly Finding[];
  /** Unknown codes and those not in use, of tables that only warn. */
  warned(record: unknown): readonly Finding[];
}

interface CodeField {
  readonly path: FieldPath;
  readonly table: CodeTable;
  /** The tables' own index: a field keeps none, for the table of divisions has thousands of codes. */
  readonly itemOf: (code: string) => CodeItem | undefined;
}

const noFindings: readonly Finding[] = Object.freeze([]);

/**
 * Compiled once for a dataset. Fields whose tables say nothing of days are not looked at again, so that most
 * records cost nothing here.
 */
export function codeChecksOf(schema: DatasetSchema, codeTables: CodeTables): CodeChecks {
  const fields = [...schema.fields.values()].flatMap(({ path, codeTable }) => {
    const table = codeTable === undefined ? undefined : codeTables.table(codeTable);
    return table === undefined ? [] : [{ path, table, itemOf: (code: string) => codeTables.item(table.name, code) }];
  });
  const refusing = fields.filter(({ table }) => table.strictness !== 'warn' && hasDays(table));
  const warning = fields.filter(({ table }) => table.strictness === 'warn');
  return {
    refused: (record) => (refusing.length === 0 ? noFindings : findingsOf(refusing, schema.eventDateOf(record), record)),
    warned: (record) => findingsOf(warning, schema.eventDateOf(record), record),
  };
}

function hasDays({ validTo, items }: CodeTable): boolean {
  return validTo !== undefined || items.some((item) => item.validFrom !== undefined || item.validTo !== undefined);
}

function findingsOf(fields: readonly CodeField[], day: string | undefined, record: unknown): readonly Finding[] {
  const findings: Finding[] = [];
  for (const field of fields) collect(field, record, 0, '', day, findings);
  return findings;
}

/** Walks the field's path, through every entry of lists on it. */
function collect(
  field: CodeField,
  value: unknown,
  depth: number,
  pointer: string,
  day: string | undefined,
  findings: Finding[],
): void {
  const name = field.path[depth];
  if (name === undefined) {
    const finding = typeof value === 'string' ? findingOf(field, value, pointer, day) : undefined;
    if (finding !== undefined) findings.push(finding);
  } else if (name === '*') {
    if (!Array.isArray(value)) return;
    for (const [index, entry] of value.entries()) {
      collect(field, entry, depth + 1, `${pointer}/${index}`, day, findings);
    }
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, name)) {
    collect(field, (value as Record<string, unknown>)[name], depth + 1, `${pointer}/${name}`, day, findings);
  }
}

function findingOf({ table, itemOf }: CodeField, code: string, path: string, day: string | undefined): Finding | undefined {
  const item = itemOf(code);
  if (item === undefined) return table.strictness === 'warn' ? unknownCode(table, path) : undefined;
  if (day === undefined) return undefined;
  const { validFrom, validTo = table.validTo } = item;
  if (validTo !== undefined && day > validTo) return retiredCode(table, item, validTo, path);
  return validFrom !== undefined && day < validFrom ? codeNotYet(table, item, validFrom, path) : undefined;
}

function unknownCode({ title, name }: CodeTable, path: string): Finding {
  return {
    code: 'RECORD_CODE_UNKNOWN',
    path,
    zh: `代码不在${title}（${name}）中。`,
    en: `The code is not in the code table ${name}.`,
  };
}

function retiredCode({ title, name }: CodeTable, { zh, replacedBy }: CodeItem, validTo: string, path: string): Finding {
  return {
    code: 'RECORD_CODE_RETIRED',
    path,
    zh: `该代码（${zh}）在${title}中已于${validTo}停用${replacedBy === undefined ? '' : `，改用“${replacedBy}”`}。`,
    en: `The code was given up in ${name} on ${validTo}${replacedBy === undefined ? '' : `; use "${replacedBy}"`}.`,
  };
}

function codeNotYet({ title, name }: CodeTable, { zh }: CodeItem, validFrom: string, path: string): Finding {
  return {
    code: 'RECORD_CODE_NOT_YET_IN_USE',
    path,
    zh: `该代码（${zh}）在${title}中自${validFrom}起才启用。`,
    en: `The code is in use in ${name} only from ${validFrom} on.`,
  };
}
