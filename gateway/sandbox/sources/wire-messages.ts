/** The few messages of the PostgreSQL frontend/backend protocol 3.0 that the server makes or reads by itself. */

const lengthBytes = 4;
const protocolVersion = 196_608;

/** Codes that stand where a start-up message has its protocol version. */
const requestCodes = new Map([
  [80_877_103, 'encryption'],
  [80_877_104, 'encryption'],
  [80_877_102, 'cancel'],
] as const);

export type FirstMessage =
  | { readonly kind: 'encryption'; readonly size: number }
  | { readonly kind: 'cancel'; readonly size: number; readonly connection: number; readonly secret: number }
  | { readonly kind: 'start-up'; readonly size: number; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: 'unreadable' };

/** Reads the untyped first message of a connection; undefined while it is incomplete. */
export function readFirstMessage(buffer: Buffer): FirstMessage | undefined {
  if (buffer.length < 2 * lengthBytes) return undefined;
  const size = buffer.readInt32BE(0);
  if (size < 2 * lengthBytes || size > 10_000) return { kind: 'unreadable' };
  if (buffer.length < size) return undefined;
  const code = buffer.readInt32BE(lengthBytes);
  const request = requestCodes.get(code as 80_877_103);
  if (request === 'encryption') return { kind: 'encryption', size };
  if (request === 'cancel' && size === 16) {
    return { kind: 'cancel', size, connection: buffer.readInt32BE(8), secret: buffer.readInt32BE(12) };
  }
  if (code !== protocolVersion) return { kind: 'unreadable' };
  const words = buffer.toString('utf8', 2 * lengthBytes, size).split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < words.length && words[index]; index += 2) {
    parameters.set(words[index] ?? '', words[index + 1] ?? '');
  }
  return { kind: 'start-up', size, parameters };
}

export interface TypedMessage {
  readonly type: string;
  readonly body: Buffer;
  /** With type and length. */
  readonly bytes: Buffer;
}

/** Cuts the complete messages off the front of what has arrived. */
export function readMessages(buffer: Buffer): { messages: TypedMessage[]; rest: Buffer } {
  const messages: TypedMessage[] = [];
  let start = 0;
  while (buffer.length - start >= 1 + lengthBytes) {
    const end = start + 1 + buffer.readInt32BE(start + 1);
    if (end < start + 1 + lengthBytes || end > buffer.length) break;
    const bytes = buffer.subarray(start, end);
    messages.push({ type: String.fromCharCode(bytes[0] ?? 0), body: bytes.subarray(1 + lengthBytes), bytes });
    start = end;
  }
  return { messages, rest: buffer.subarray(start) };
}

export type TransactionStatus = 'I' | 'T' | 'E';

/** The status that the last ReadyForQuery of an answer names; undefined when it holds none. */
export function lastStatus(answer: Buffer): TransactionStatus | undefined {
  let status: TransactionStatus | undefined;
  for (const message of readMessages(answer).messages) {
    if (message.type === 'Z') status = String.fromCharCode(message.body[0] ?? 0) as TransactionStatus;
  }
  return status;
}

export function message(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)),
  );
  const head = Buffer.alloc(1 + lengthBytes);
  head.write(type, 'latin1');
  head.writeInt32BE(lengthBytes + body.length, 1);
  return Buffer.concat([head, body]);
}

export function int32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(lengthBytes * values.length);
  values.forEach((value, index) => bytes.writeInt32BE(value, lengthBytes * index));
  return bytes;
}

export function errorMessage(severity: 'ERROR' | 'FATAL', state: string, text: string): Buffer {
  return message('E', `S${severity}`, `V${severity}`, `C${state}`, `M${text}`, Buffer.alloc(1));
}

export function readyForQuery(status: TransactionStatus): Buffer {
  return message('Z', Buffer.from(status));
}

export const askForPassword = message('R', int32(3));
export const signedIn = message('R', int32(0));
