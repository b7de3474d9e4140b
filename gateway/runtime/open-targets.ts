import type { Connector } from '../../connectors/connector.js';
import { GatewayError } from '../../schemas/errors.js';
import type { DeliveryTarget } from '../deliver/context.js';
import type { TargetSetup } from '../exchanges/compile-plans.js';
import type { ConnectorSpec, Manifest } from '../workspace/resources.js';

export interface OpenTargets {
  readonly targets: readonly DeliveryTarget[];
  close(): Promise<void>;
}

/** Opens a connector for each receiver, to be kept while this process delivers. */
export function openTargets(
  setups: readonly TargetSetup[],
  open: (manifest: Manifest<ConnectorSpec>) => Connector,
): OpenTargets {
  const targets = setups.map((setup): DeliveryTarget => {
    const connection = open(setup.manifest);
    const { delivery } = setup.manifest.spec;
    if (!connection.push || !delivery) throw new GatewayError('DELIVERY_TARGET_CANNOT_PUSH', { connector: setup.connector });
    return { targetId: setup.targetId, connector: setup.connector, spec: delivery, connection, opening: setup.opening, plans: setup.plans };
  });
  return {
    targets,
    close: async () => {
      await Promise.all(targets.map((target) => target.connection.close()));
    },
  };
}
