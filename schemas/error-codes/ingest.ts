import type { ErrorEntry } from './entry.js';

export const ingestErrors = {
} as const satisfies Record<string, ErrorEntry>;
