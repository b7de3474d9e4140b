import type { Connector } from '../../connectors/connector.js';
import type { Dispatcher } from '../deliver/dispatcher.js';
import type { Plans } from '../exchanges/compile-plans.js';
import type { ConnectorSpec, Manifest } from '../workspace/resources.js';
import { openTargets, type OpenTargets } from './open-targets.js';

/** Whoever hands this process's deliveries over: in this thread, or in one of its own. */
export interface Deliverer {
  /** Delivers by exactly these plans from now on; the versions they come from stand in the store. */
  keep(plans: Plans, open: (manifest: Manifest<ConnectorSpec>) => Connector): Promise<void>;
  /** Says that there is work for a receiver, named `department/name`. */
  ring(connector: string): Promise<void>;
  ringAll(): Promise<void>;
  /** Begins nothing new from now on. */
  stop(): void;
  /** Resolves when what is in hand has ended, and lets go of the receivers. */
  close(): Promise<void>;
}

/** Delivers in this thread. What is in hand ends with the queue, which its owner closes before this. */
export class LocalDeliverer implements Deliverer {
  readonly #dispatcher: Dispatcher;
  #targets: OpenTargets | undefined;

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  async keep(plans: Plans, open: (manifest: Manifest<ConnectorSpec>) => Connector): Promise<void> {
    const before = this.#targets;
    this.#targets = openTargets(plans.targets, open);
    await this.#dispatcher.keep(this.#targets.targets);
    await before?.close();
  }

  ring(connector: string): Promise<void> {
    return this.#dispatcher.ring(connector);
  }

  ringAll(): Promise<void> {
    return this.#dispatcher.ringAll();
  }

  stop(): void {
    this.#dispatcher.stop();
  }

  async close(): Promise<void> {
    await this.#targets?.close();
  }
}
