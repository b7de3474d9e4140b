import type { InboundConfig } from '../../connectors/inbound/spec.js';
import { GatewayError } from '../../schemas/errors.js';
import { isInScope, type Scope } from '../reading/scope.js';
import { fateOfBatch, type FateTools, type InboundFate } from './fate.js';
import { takeBatch, type InboundTaken, type PushedBatch, type TakeTools } from './take.js';

/** What senders can do: push batches, and ask what became of them. */
export interface InboundServices {
  /** Throws INBOUND_BATCH_DIFFERS. Once it answers, the batch is safely stored. */
  take(pushed: Omit<PushedBatch, 'sender'>): Promise<InboundTaken>;
  fate(connector: string, stream: string, batch: string): Promise<InboundFate>;
}

export interface InboundTools extends TakeTools, FateTools {
  /** The configuration of an inbound connector that is in force; undefined for any other name. */
  readonly inboundConfig: (connector: string) => InboundConfig | undefined;
}

export function inboundServices(tools: InboundTools, { scope, actor }: { scope: Scope; actor: string }): InboundServices {
  const mustHave = (connector: string, stream: string): void => {
    const config = isInScope(scope, connector) ? tools.inboundConfig(connector) : undefined;
    if (!config || !Object.hasOwn(config.streams, stream)) throw new GatewayError('API_RESOURCE_MISSING', { connector, stream });
  };
  return {
    async take(pushed) {
      mustHave(pushed.connector, pushed.stream);
      return takeBatch(tools, { ...pushed, sender: actor });
    },
    async fate(connector, stream, batch) {
      mustHave(connector, stream);
      return fateOfBatch(tools, connector, stream, batch);
    },
  };
}
