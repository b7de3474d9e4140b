import { isIP } from 'node:net';
import type { Channel, ChannelModel, ConfirmChannel } from 'amqplib';
import { GatewayError } from '../../schemas/errors.js';
import { importDriver } from '../shared/driver.js';
import type { FarHost } from '../shared/host-steps.js';
import { allowedAddress, type Reach } from '../shared/networks.js';
import { brokerError, handshakeError } from './errors.js';
import { amqpDefaults, type AmqpConfig } from './spec.js';

const secondMs = 1_000;
const ports = { plain: 5_672, tls: 5_671 } as const;

/** Where the broker listens. */
export function farHost({ host, port, tls, timeoutSeconds = amqpDefaults.timeoutSeconds }: AmqpConfig): FarHost {
  return { host, port: port ?? (tls ? ports.tls : ports.plain), timeoutMs: timeoutSeconds * secondMs };
}

/** One connection to the broker, opened at the first channel that is asked for, and anew after it was lost. */
export class Broker {
  readonly #config: AmqpConfig;
  readonly #context: Reach;
  #connection: ChannelModel | undefined;
  #isBlocked = false;

  constructor(config: AmqpConfig, context: Reach) {
    this.#config = config;
    this.#context = context;
  }

  /** True while the broker has no memory or disk left and takes no messages. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  async channel(signal: AbortSignal): Promise<Channel> {
    const connection = await this.#open(signal);
    return listening(await this.ask(connection.createChannel(), signal));
  }

  /** A channel on which the broker confirms each message. */
  async confirmChannel(signal: AbortSignal): Promise<ConfirmChannel> {
    const connection = await this.#open(signal);
    return listening(await this.ask(connection.createConfirmChannel(), signal));
  }

  /**
   * Waits for the broker's answer.
   * @throws CONNECTOR_TIMED_OUT, CONNECTOR_CONNECTION_LOST, MESSAGE_QUEUE_MISSING, CONNECTOR_RIGHT_MISSING,
   *   CONNECTOR_BUSY; the signal's reason when it is aborted
   */
  async ask<Answer>(answer: Promise<Answer>, signal: AbortSignal, facts: { readonly queue?: string } = {}): Promise<Answer> {
    const { host, port } = this.#far;
    return await this.#inTime(answer, signal, (error) => brokerError(error, { host, port, ...facts }));
  }

  /** Ends the connection; what was handed out and not acknowledged goes back to its queue. Safe to call twice. */
  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    // A connection that is lost already cannot be closed once more.
    if (connection) await this.#inTime(connection.close(), new AbortController().signal, () => undefined).catch(() => undefined);
  }

  get #far(): FarHost {
    return farHost(this.#config);
  }

  async #open(signal: AbortSignal): Promise<ChannelModel> {
    signal.throwIfAborted();
    if (this.#connection) return this.#connection;
    const { host, vhost = amqpDefaults.vhost, user, password = '', tls } = this.#config;
    const { port, timeoutMs } = this.#far;
    const { connect } = await importDriver('amqplib', async () => await import('amqplib'));
    const hostname = await allowedAddress(host, port, this.#context);
    const opening = connect(
      { protocol: tls ? 'amqps' : 'amqp', hostname, port, vhost, username: user, password },
      { timeout: timeoutMs, noDelay: true, ...(tls && { ca: tls.authority, servername: isIP(host) === 0 ? host : undefined }) },
    );
    const translate = (error: unknown): unknown => handshakeError(error, { host, port, vhost, user });
    const connection = await this.#inTime(opening, signal, translate).catch((error: unknown) => {
      // One that opens after all is not wanted any more.
      opening.then((late) => void late.close()).catch(() => undefined);
      throw error;
    });
    // What went wrong is told to whoever waits for an answer; unheard, it would end the process.
    connection.on('error', () => undefined);
    connection.on('close', () => {
      if (this.#connection === connection) this.#connection = undefined;
    });
    connection.on('blocked', () => (this.#isBlocked = true));
    connection.on('unblocked', () => (this.#isBlocked = false));
    this.#isBlocked = false;
    this.#connection = connection;
    return connection;
  }

  async #inTime<Answer>(answer: Promise<Answer>, signal: AbortSignal, translate: (error: unknown) => unknown): Promise<Answer> {
    const { host, port, timeoutMs } = this.#far;
    const stop = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    let give: (() => void) | undefined;
    const stopped = new Promise<never>((_, reject) => {
      give = () => reject(signal.aborted ? signal.reason : new GatewayError('CONNECTOR_TIMED_OUT', { host, port }));
      stop.addEventListener('abort', give, { once: true });
    });
    try {
      return await Promise.race([stopped, answer.catch((error: unknown) => Promise.reject(translate(error)))]);
    } finally {
      if (give) stop.removeEventListener('abort', give);
    }
  }
}

/** Errors of a channel are told to whoever waits for an answer on it; unheard, they would end the process. */
function listening<Opened extends Channel>(channel: Opened): Opened {
  channel.on('error', () => undefined);
  return channel;
}
