import type { ErrorEntry } from './entry.js';

export const connectorErrors = {
} as const satisfies Record<string, ErrorEntry>;
