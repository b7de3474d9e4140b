import { errorTable, type ErrorCode } from '../../schemas/errors.js';
import type { Problem } from '../../schemas/problem.js';

/** A problem found by the pipeline itself, in the words of the error table. */
export function tableProblem(code: ErrorCode, facts: { path?: string; column?: string; value?: string } = {}): Problem {
  const { zh, en, fixZh, fixEn } = errorTable[code];
  return { code, path: facts.path ?? '', column: facts.column, value: facts.value, zh, en, fixZh, fixEn };
}

export function keyTakenProblem(position: string): Problem {
  return tableProblem('INGEST_KEY_TAKEN', { value: position });
}

/** @param other connector and stream of the source that gave the record */
export function sourcesDifferProblem(other: string): Problem {
  return tableProblem('INGEST_SOURCES_DIFFER', { value: other });
}
