import type { GatewayServices } from '../services.js';
import type { Route } from '../route.js';
import { deliveryRoutes } from './deliveries.js';
import { quarantineRoutes, workRoutes } from './work.js';
import { deadlineRoutes } from './deadlines.js';
import { resourceRoutes, watchRoutes } from './watch.js';

/** Every operation on the gateway's services. `/live` and the document itself are added by the server. */
export function serviceRoutes(services: GatewayServices): readonly Route[] {
  return [
    ...workRoutes(services),
    ...quarantineRoutes(services),
    ...deliveryRoutes(services),
    ...watchRoutes(services),
    ...deadlineRoutes(services),
    ...resourceRoutes(services),
  ];
}
