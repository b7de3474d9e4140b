/** What passes between the program and the worker thread that holds the embedded PostgreSQL. */
export type EmbeddedRequest =
  | { readonly id: number; readonly kind: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly kind: 'copy'; readonly sql: string; readonly bytes: Uint8Array }
  | { readonly id: number; readonly kind: 'execute'; readonly sql: string }
  | { readonly id: number; readonly kind: 'close' };

export type EmbeddedReply =
  | { readonly id: number; readonly rows: Record<string, unknown>[]; readonly byteColumns: readonly string[] }
  | { readonly id: number; readonly error: { readonly message: string; readonly code?: string; readonly detail?: string } };

export interface EmbeddedWorkerData {
  readonly folder: string;
}

/** Id of the first reply, sent unasked when the database is open (or could not be opened). */
export const openedId = 0;
