/**
 * One thing wrong with one record: a result that is collected, never an exception.
 * Shown to the department's engineer, so it says what, where, why and how to mend it.
 */
export interface Problem {
  /** Stable code of the error table, e.g. `RECORD_CREDIT_CODE_WRONG_CHECK_DIGIT`. */
  readonly code: string;
  /** JSON pointer into the unified record, or into the row that a target mapping makes. Empty: the whole record. */
  readonly path: string;
  /** The source column that the value came from, where one is known. */
  readonly column?: string;
  /** The value as the source gave it, masked where the field is personal, at most 80 characters. */
  readonly value?: string;
  /** Name of the mapping rule or schema keyword that was broken. */
  readonly rule?: string;
  readonly zh: string;
  readonly en: string;
  readonly fixZh: string;
  readonly fixEn: string;
}
