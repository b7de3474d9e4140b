import type { RecordErrorCode } from '../identifiers/identifier.js';
import type { Finding, Rule } from './rule.js';

type Days<Name extends string> = { readonly [Key in Name]?: string };

/**
 * The finding for `later` where both days are there and it lies before `earlier`.
 * Legal dates compare as text.
 */
export function reversed(
  earlier: string | undefined,
  later: string | undefined,
  finding: Finding,
): Finding | undefined {
  return earlier !== undefined && later !== undefined && later < earlier ? finding : undefined;
}

/** The rule that a day, where it is given, has come: what is reported has happened. */
export function notInFuture<Name extends string>(
  field: Name,
  code: RecordErrorCode,
): Rule<Days<Name>> {
  const finding: Finding = { code, path: `/${field}` };
  return {
    name: `${kebab(field)}-not-in-future`,
    reads: [`/${field}`],
    check: (record, today) => {
      const day: string | undefined = record[field];
      return day !== undefined && day > today ? finding : undefined;
    },
  };
}

/** The rule that one day does not lie before another, where both are given. The later one is to be mended. */
export function inOrder<Earlier extends string, Later extends string>(
  earlier: Earlier,
  later: Later,
  code: RecordErrorCode,
): Rule<Days<Earlier> & Days<Later>> {
  const finding: Finding = { code, path: `/${later}` };
  return {
    name: `${kebab(later)}-not-before-${kebab(earlier)}`,
    reads: [`/${earlier}`, `/${later}`],
    check: (record) => reversed(record[earlier], record[later], finding),
  };
}

function kebab(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
