import type { ErrorEntry } from './entry.js';

export const deadlineErrors = {
} as const satisfies Record<string, ErrorEntry>;
