import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';

import type { SystemFaults } from '../faults.js';
import { databaseName, type DatabaseUser } from './database.js';
import { WireSession } from './wire-session.js';
import type { WireServerOptions } from './wire-server.js';
import * as wire from './wire-messages.js';

interface ConnectionOptions extends WireServerOptions {
  readonly number: number;
  readonly isFull: boolean;
  /** Of the engine behind. */
  readonly version: string;
  readonly cancel: (connection: number, secret: number) => void;
}

/** A batch ends where the server has to answer: simple query, sync, flush, or the end. */
const batchEnds = new Set(['Q', 'S', 'H', 'X']);
const batchBytesMax = 64 * 1024 * 1024;

/** One client: sign-in, then batches of messages handed to its session one after the other. */
export class WireConnection {
  private readonly secret = randomInt(2 ** 31 - 1);
  private stage: 'start-up' | 'password' | 'open' | 'ended' = 'start-up';
  private buffer: Buffer = Buffer.alloc(0);
  private pending: wire.TypedMessage[] = [];
  private parameters: ReadonlyMap<string, string> = new Map();
  private user: DatabaseUser | undefined;
  private session: WireSession | undefined;
  /** Batches of one client are handled in order. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly options: ConnectionOptions,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (data) => this.read(data));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.end());
  }

  get system(): DatabaseUser['system'] | undefined {
    return this.user?.system;
  }

  cut(): void {
    this.socket.destroy();
  }

  /** What a CancelRequest asks for. A running statement cannot be stopped, one that waits for its turn can. */
  cancel(secret: number): void {
    if (secret === this.secret) this.session?.cancelWaiting();
  }

  private read(data: Buffer): void {
    this.buffer = this.buffer.length === 0 ? data : Buffer.concat([this.buffer, data]);
    if (this.buffer.length > batchBytesMax) return this.refuse('54000', 'message too large');
    while (this.stage === 'start-up') {
      const first = wire.readFirstMessage(this.buffer);
      if (first === undefined) return;
      this.start(first);
    }
    if (this.stage === 'ended') return;
    const { messages, rest } = wire.readMessages(this.buffer);
    this.buffer = rest;
    for (const message of messages) this.take(message);
  }

  private start(first: wire.FirstMessage): void {
    if (first.kind === 'unreadable') return this.cutOff();
    this.buffer = this.buffer.subarray(first.size);
    if (first.kind === 'encryption') {
      this.socket.write('N');
    } else if (first.kind === 'cancel') {
      this.options.cancel(first.connection, first.secret);
      this.cutOff();
    } else {
      this.parameters = first.parameters;
      this.stage = 'password';
      if (this.options.isFull) return this.refuse('53300', 'sorry, too many clients already');
      this.socket.write(wire.askForPassword);
    }
  }

  private take(message: wire.TypedMessage): void {
    if (this.stage === 'password') {
      this.signIn(message);
    } else if (this.stage === 'open') {
      this.pending.push(message);
      if (batchEnds.has(message.type)) {
        const batch = this.pending;
        this.pending = [];
        this.work = this.work.then(() => this.run(batch)).catch(() => this.cut());
      }
    }
  }

  private signIn(message: wire.TypedMessage): void {
    const name = this.parameters.get('user') ?? '';
    const user = this.options.users.find((known) => known.name === name);
    const password = message.body.toString('utf8', 0, Math.max(0, message.body.length - 1));
    if (message.type !== 'p' || user === undefined || user.password !== password) {
      return this.refuse('28P01', `password authentication failed for user "${name}"`);
    }
    const database = this.parameters.get('database') ?? name;
    if (database !== databaseName) return this.refuse('3D000', `database "${database}" does not exist`);
    if (this.options.faults(user.system).isOut())
      return this.refuse('57P03', 'the database system is shutting down');
    this.user = user;
    this.session = new WireSession(user, this.parameters, this.options, (text) => this.refuse('25P03', text));
    this.stage = 'open';
    this.socket.write(
      Buffer.concat([
        wire.signedIn,
        wire.message('S', 'server_version', this.options.version),
        ...serverParameters.map(([parameter, value]) => wire.message('S', parameter, value)),
        wire.message('K', wire.int32(this.options.number, this.secret)),
        wire.readyForQuery('I'),
      ]),
    );
  }

  private async run(batch: readonly wire.TypedMessage[]): Promise<void> {
    const { session, user } = this;
    if (session === undefined || user === undefined || this.stage !== 'open') return;
    if (batch.at(-1)?.type === 'X') {
      this.socket.end();
      return;
    }
    const faults: SystemFaults = this.options.faults(user.system);
    const fate = faults.draw();
    await faults.wait();
    if (fate === 'cut' || faults.isOut()) return this.cut();
    const answer = await session.run(batch);
    if (fate === 'cut-after') return this.cut();
    this.socket.write(answer);
  }

  private refuse(state: string, text: string): void {
    this.stage = 'ended';
    this.socket.end(wire.errorMessage('FATAL', state, text));
  }

  private cutOff(): void {
    this.stage = 'ended';
    this.socket.destroy();
  }

  private end(): void {
    this.stage = 'ended';
    this.session?.cancelWaiting();
    const { session } = this;
    // Whatever the batch in hand still does comes first; then its transaction is rolled back.
    this.work = this.work.then(() => session?.end());
  }
}

const serverParameters = [
  ['server_encoding', 'UTF8'],
  ['client_encoding', 'UTF8'],
  ['DateStyle', 'ISO, MDY'],
  ['IntervalStyle', 'postgres'],
  ['TimeZone', 'UTC'],
  ['integer_datetimes', 'on'],
  ['standard_conforming_strings', 'on'],
] as const;
