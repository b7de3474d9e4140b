import type { SourceRow } from '../connector.js';
import { cellText } from '../shared/cell-text.js';
import type { ExchangeTable } from './streams.js';

/** What the receiver has written back into a row. */
export type RowAnswer =
  | { readonly outcome: 'waiting' }
  | {
      readonly outcome: 'accepted' | 'rejected';
      readonly code: string;
      readonly text: string;
      readonly permanent: boolean;
      /** UTC ISO, where the table keeps an instant. */
      readonly receivedAt?: string;
      readonly version?: number;
    };

/** Columns that `answerOf` reads, besides those that find the row. */
export function answerColumns({ columns }: ExchangeTable): string[] {
  const { state, message, code, stateTime, version } = columns;
  return [state, message, code, stateTime, version].filter((column) => column !== undefined);
}

/** Any state that is neither a success nor a failure value means that the row has not been handled yet. */
export function answerOf(table: ExchangeTable, row: SourceRow): RowAnswer {
  const { columns, states, temporaryCodes } = table;
  const state = columns.state === undefined ? '' : cellText(row, columns.state).trim();
  const isAccepted = states?.accepted.includes(state) ?? false;
  if (!isAccepted && !states?.rejected.includes(state)) return { outcome: 'waiting' };
  const text = columns.message === undefined ? '' : cellText(row, columns.message).trim();
  const code = codeOf(columns.code === undefined ? '' : cellText(row, columns.code).trim(), text) ?? state;
  const stateTime = columns.stateTime === undefined ? '' : cellText(row, columns.stateTime);
  const version = columns.version === undefined ? Number.NaN : Number(cellText(row, columns.version) || Number.NaN);
  return {
    outcome: isAccepted ? 'accepted' : 'rejected',
    code,
    text,
    permanent: !temporaryCodes.includes(code),
    // A time without a zone is nobody's instant.
    receivedAt: /T.*Z$/u.test(stateTime) ? stateTime : undefined,
    version: Number.isSafeInteger(version) ? version : undefined,
  };
}

/** The receiver's code: from a column of its own, or the word with a digit that its text begins with (`G03 …`). */
function codeOf(code: string, text: string): string | undefined {
  if (code !== '') return code;
  return /^(?=[A-Za-z_-]{0,19}\d)[\w-]{1,20}(?=[\s:：,，])/u.exec(text)?.[0];
}
