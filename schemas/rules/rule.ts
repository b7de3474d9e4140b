import type { RecordErrorCode } from '../identifiers/identifier.js';

/** What a rule found; code and path are enough where the error table's words say it all. */
export interface Finding {
  readonly code: RecordErrorCode;
  /** JSON pointer to the field that has to be mended. */
  readonly path: string;
  /** More exact words than the error table's. */
  readonly zh?: string;
  readonly en?: string;
}

/**
 * A rule between the fields of one record, checked after the schema. It runs only where the schema found
 * nothing wrong in the fields that it reads, so that it may trust their types.
 */
export interface Rule<Record extends object> {
  /** Names the rule in a Problem, in kebab case. */
  readonly name: string;
  /** JSON pointers of the fields that it reads. */
  readonly reads: readonly string[];
  /** `today` is YYYY-MM-DD in Asia/Shanghai. Returns undefined, and allocates nothing, where all is well. */
  check(record: Record, today: string): Finding | undefined;
}

/** The rules of one dataset; what kind of record they are for is known where they are listed. */
export type RuleList = readonly Rule<object>[];
