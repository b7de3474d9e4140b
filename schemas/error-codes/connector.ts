import { fileConnectorErrors } from './connector-file.js';
import type { ErrorEntry } from './entry.js';

export const connectorErrors = {
  ...fileConnectorErrors,
} as const satisfies Record<string, ErrorEntry>;
