import type { ErrorEntry } from './entry.js';

export const mappingErrors = {
} as const satisfies Record<string, ErrorEntry>;
