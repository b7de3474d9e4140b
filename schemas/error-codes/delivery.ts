import type { ErrorEntry } from './entry.js';

export const deliveryErrors = {
} as const satisfies Record<string, ErrorEntry>;
