import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

/** What the server says: an error number, nothing at all, or (to a sign-in only) yes. */
export interface TdsAnswers {
  readonly signIn: number | 'silence' | 'accept';
  /** To every statement behind the first two: the driver's own, and the one by which a connection knows its database. */
  readonly statement?: number | 'silence';
}

export interface RefusingTds {
  readonly port: number;
  /** Types of the messages that came, in order; 6 asks to end the running statement. */
  readonly received: readonly number[];
  /** Resolves when a statement came that is not answered. */
  readonly asked: Promise<void>;
  close(): Promise<void>;
}

const kinds = { batch: 0x01, rpc: 0x03, answer: 0x04, attention: 0x06, login: 0x10, preLogin: 0x12 } as const;
const headBytes = 8;

/** A server that speaks so much of TDS (MS-TDS 2.2) as is needed to turn a client away at sign-in or at a statement. */
export async function startRefusingTds({ signIn, statement }: TdsAnswers): Promise<RefusingTds> {
  const sockets = new Set<Socket>();
  const received: number[] = [];
  let tellAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    tellAsked = resolve;
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    let left: Buffer = Buffer.alloc(0);
    let statements = 0;
    socket.on('data', (chunk: Buffer) => {
      left = Buffer.concat([left, chunk]);
      while (left.length >= headBytes && left.length >= left.readUInt16BE(2)) {
        const packet = left.subarray(0, left.readUInt16BE(2));
        left = left.subarray(packet.length);
        const [kind = 0, status = 0] = packet;
        if ((status & 1) === 0) continue;
        received.push(kind);
        const answer = answerTo(kind);
        if (answer) socket.write(message(answer));
      }
    });
    const answerTo = (kind: number): Buffer | undefined => {
      if (signIn === 'silence') return undefined;
      if (kind === kinds.preLogin) return preLogin();
      if (kind === kinds.attention) return done(0x20);
      if (kind === kinds.login) return signIn === 'accept' ? Buffer.concat([loginAck(), done(0)]) : Buffer.concat([failure(signIn), done(2)]);
      statements += 1;
      if (statements <= 2 || statement === undefined) return done(0);
      if (statement !== 'silence') return Buffer.concat([failure(statement), done(2)]);
      tellAsked();
      return undefined;
    };
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    received,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function message(body: Buffer): Buffer {
  const head = Buffer.from([kinds.answer, 1, 0, 0, 0, 0, 1, 0]);
  head.writeUInt16BE(headBytes + body.length, 2);
  return Buffer.concat([head, body]);
}

/** Version 15 and no encryption: option, place and length of each, then their bytes. */
function preLogin(): Buffer {
  return Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 15, 0, 0, 0, 0, 0, 2]);
}

function text(value: string, lengthBytes: 1 | 2): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntLE(value.length, 0, lengthBytes);
  return Buffer.concat([length, Buffer.from(value, 'utf16le')]);
}

function token(kind: number, body: Buffer): Buffer {
  const head = Buffer.from([kind, 0, 0]);
  head.writeUInt16LE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** ERROR: number, state, class, words, server, procedure, line. */
function failure(number: number): Buffer {
  const head = Buffer.alloc(6);
  head.writeInt32LE(number, 0);
  head.writeUInt8(1, 4);
  head.writeUInt8(14, 5);
  return token(0xaa, Buffer.concat([head, text('不行', 2), text('', 1), text('', 1), Buffer.alloc(4)]));
}

/** LOGINACK: language of SQL, version of TDS (7.4), name and version of the server. */
function loginAck(): Buffer {
  return token(0xad, Buffer.concat([Buffer.from([1, 0x74, 0, 0, 4]), text('Test', 1), Buffer.from([15, 0, 0, 0])]));
}

function done(status: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt8(0xfd, 0);
  bytes.writeUInt16LE(status, 1);
  return bytes;
}
