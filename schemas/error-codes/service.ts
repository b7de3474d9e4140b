import type { ErrorEntry } from './entry.js';

export const serviceErrors = {
} as const satisfies Record<string, ErrorEntry>;
