import type { Database, DatabaseUser } from './database.js';
import * as wire from './wire-messages.js';

interface SessionOptions {
  readonly database: Database;
  readonly idleInTransactionMs: number;
}

/** Start-up parameters that name no setting of the server. */
const notSettings = new Set(['user', 'database', 'replication', 'options']);
const mayChangeSettings = /\b(?:set|reset|discard|set_config)\b/i;
const copiesIn = /^\s*copy\b[^;]*\bfrom\s+stdin\b/i;

/**
 * What one client sees as its session: PGlite has a single one, so role and settings of the client are put in force
 * whenever its turn comes, and the turn lasts until it is outside of every transaction and cursor.
 */
export class WireSession {
  private settings: ReadonlyMap<string, string>;
  private settingsMayHaveChanged = false;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly user: DatabaseUser,
    parameters: ReadonlyMap<string, string>,
    private readonly options: SessionOptions,
    private readonly expire: (text: string) => void,
  ) {
    this.settings = settingsOf(parameters);
  }

  /** Hands one batch of messages to the engine and gives its answer. */
  async run(batch: readonly wire.TypedMessage[]): Promise<Buffer> {
    clearTimeout(this.idleTimer);
    if (batch.some(isCopyIn)) {
      // PGlite ends itself when it waits for copied data that is not there yet.
      return Buffer.concat([
        wire.errorMessage('ERROR', '0A000', 'COPY FROM STDIN is not served by the sandbox'),
        wire.readyForQuery('I'),
      ]);
    }
    const { lock } = this.options.database;
    if (!lock.isHeldBy(this)) {
      if (!(await lock.acquire(this))) {
        return Buffer.concat([
          wire.errorMessage('ERROR', '57014', 'canceling statement due to user request'),
          wire.readyForQuery('I'),
        ]);
      }
      if (!lock.wasLastHeldBy(this)) await this.takeOver();
    }
    this.settingsMayHaveChanged ||= batch.some((message) =>
      mayChangeSettings.test(message.body.toString('latin1')),
    );
    const answer = await this.send(Buffer.concat(batch.map((message) => message.bytes)));
    if (wire.lastStatus(answer) === 'I') await this.giveBack();
    else this.watchIdle();
    return answer;
  }

  cancelWaiting(): void {
    this.options.database.lock.giveUp(this);
  }

  /** The client has gone: whatever it left open is rolled back. */
  async end(): Promise<void> {
    clearTimeout(this.idleTimer);
    if (!this.options.database.lock.isHeldBy(this)) return;
    await this.send(wire.message('S'));
    await this.options.database.engine.exec('rollback');
    this.options.database.lock.release(this);
  }

  private async takeOver(): Promise<void> {
    const { engine } = this.options.database;
    await engine.exec(`reset role; reset all; set role ${this.user.name}`);
    for (const [name, value] of this.settings) {
      await engine.query('select set_config($1, $2, false)', [name, value]);
    }
  }

  private async giveBack(): Promise<void> {
    const { engine, lock } = this.options.database;
    if (this.settingsMayHaveChanged) {
      const { rows } = await engine.query<{ name: string; setting: string }>(
        "select name, setting from pg_settings where source = 'session' and name <> 'role'",
      );
      this.settings = new Map(rows.map((row) => [row.name, row.setting]));
      this.settingsMayHaveChanged = false;
    }
    lock.release(this);
  }

  private async send(bytes: Buffer): Promise<Buffer> {
    const answer: Buffer[] = [];
    await this.options.database.engine.execProtocolRawStream(new Uint8Array(bytes), {
      // The engine lends its memory only for the time of the call.
      onRawData: (data) => answer.push(Buffer.from(data)),
    });
    return Buffer.concat(answer);
  }

  private watchIdle(): void {
    this.idleTimer = setTimeout(
      () => this.expire('terminating connection due to idle-in-transaction timeout'),
      this.options.idleInTransactionMs,
    );
    this.idleTimer.unref();
  }
}

/** Settings named in the start-up message, also those in `options` (`-c name=value`). */
function settingsOf(parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const settings = new Map([...parameters].filter(([name]) => !notSettings.has(name)));
  for (const [, name, value] of (parameters.get('options') ?? '').matchAll(/-c\s*([\w.]+)=(\S+)/g)) {
    if (name !== undefined && value !== undefined) settings.set(name, value);
  }
  return settings;
}

function isCopyIn(message: wire.TypedMessage): boolean {
  if (message.type === 'Q') return copiesIn.test(message.body.toString('utf8'));
  return message.type === 'P' && copiesIn.test(message.body.toString('utf8').replace(/^[^\0]*\0/, ''));
}
