import type { ConnectorContext } from '../../connectors/connector.js';

/** What tests may connect to: their servers stand on this machine, or where the environment says. */
const testNetworks = ['*', '127.0.0.0/8', '::1'];

/** What the gateway lends the connector of a test. */
export function testContext(more: Partial<ConnectorContext> = {}): ConnectorContext {
  return {
    name: 'office/base',
    now: () => new Date(),
    workspaceFolder: '/nowhere',
    networks: testNetworks,
    log: () => undefined,
    ...more,
  };
}
