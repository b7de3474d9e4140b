import type { ErrorEntry } from './entry.js';

export const recordErrors = {
} as const satisfies Record<string, ErrorEntry>;
