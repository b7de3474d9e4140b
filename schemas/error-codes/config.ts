import { configCheckErrors } from './config-checks.js';
import { configReadingErrors } from './config-reading.js';
import type { ErrorEntry } from './entry.js';

export const configErrors = { ...configReadingErrors, ...configCheckErrors } as const satisfies Record<string, ErrorEntry>;
