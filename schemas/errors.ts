import { accessErrors } from './error-codes/access.js';
import { configErrors } from './error-codes/config.js';
import { connectorErrors } from './error-codes/connector.js';
import { deadlineErrors } from './error-codes/deadline.js';
import { reconcileErrors } from './error-codes/reconcile.js';
import { deliveryErrors } from './error-codes/delivery.js';
import type { ErrorEntry } from './error-codes/entry.js';
import { inboundErrors } from './error-codes/inbound.js';
import { ingestErrors } from './error-codes/ingest.js';
import { logErrors } from './error-codes/log.js';
import { mappingErrors } from './error-codes/mapping.js';
import { privacyErrors } from './error-codes/privacy.js';
import { recordErrors } from './error-codes/record.js';
import { serviceErrors } from './error-codes/service.js';
import { storeErrors } from './error-codes/store.js';

/** Every error code of the gateway, each with what to do about it. Codes are never reused. */
export const errorTable = {
  ...accessErrors,
  ...configErrors,
  ...connectorErrors,
  ...deadlineErrors,
  ...reconcileErrors,
  ...deliveryErrors,
  ...ingestErrors,
  ...logErrors,
  ...mappingErrors,
  ...recordErrors,
  ...privacyErrors,
  ...serviceErrors,
  ...inboundErrors,
  ...storeErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** Facts of one failure: host, file, path, row, limit, actual value (masked by whoever adds it). */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Trouble outside or wrong configuration. Bad data is never thrown: it is a list of `Problem`s.
 * `recovery` of the code's entry tells the caller what to do; nobody reads the text to decide.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, cause?: unknown) {
    super(sentence(code, facts), cause === undefined ? undefined : { cause });
    this.name = 'GatewayError';
    this.code = code;
    this.facts = facts;
  }

  get entry(): ErrorEntry {
    return entryOf(this.code);
  }
}

/** One line for a person, e.g. `端口 8620 已被占用 The port is taken. (SERVICE_PORT_TAKEN; port=8620) 处理：…`. */
export function describeError(error: unknown): string {
  if (error instanceof GatewayError) {
    return `${error.message} 处理：${error.entry.fixZh} Mend: ${error.entry.fixEn}`;
  }
  return error instanceof Error ? error.message : String(error);
}

function entryOf(code: ErrorCode): ErrorEntry {
  return errorTable[code];
}

function sentence(code: ErrorCode, facts: ErrorFacts): string {
  const { zh, en }: ErrorEntry = entryOf(code);
  const detail = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
  return `${zh} ${en} (${code}${detail ? `; ${detail}` : ''})`;
}
