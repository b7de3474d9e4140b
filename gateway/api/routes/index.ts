import type { Route } from '../route.js';
import { adoptionRoutes } from './adoptions.js';
import { deliveryRoutes } from './deliveries.js';
import { quarantineRoutes, workRoutes } from './work.js';
import { agreementRoutes } from './agreements.js';
import { connectorRoutes } from './connectors.js';
import { caseRoutes } from './deadline-cases.js';
import { deadlineRoutes } from './deadlines.js';
import { erasureRoutes } from './erasures.js';
import { inboundRoutes } from './inbound.js';
import { logRoutes } from './log.js';
import { overviewRoutes } from './overview.js';
import { nameRoutes } from './names.js';
import { peopleRoutes } from './people.js';
import { publicationRoutes } from './publications.js';
import { reconciliationRoutes } from './reconciliations.js';
import { resourceRoutes } from './resources.js';
import { recordRoutes } from './records.js';
import { secretRoutes } from './secrets.js';
import { watchRoutes } from './watch.js';
import { urgingRoutes } from './urgings.js';

/** Every operation on the gateway's services. `/live` and the document itself are added by the server. */
export const serviceRoutes: readonly Route[] = [
  ...workRoutes,
  ...quarantineRoutes,
  ...recordRoutes,
  ...erasureRoutes,
  ...deliveryRoutes,
  ...adoptionRoutes,
  ...watchRoutes,
  ...deadlineRoutes,
  ...logRoutes,
  ...caseRoutes,
  ...urgingRoutes,
  ...publicationRoutes,
  ...reconciliationRoutes,
  ...resourceRoutes,
  ...connectorRoutes,
  ...agreementRoutes,
  ...overviewRoutes,
  ...peopleRoutes,
  ...secretRoutes,
  ...inboundRoutes,
  ...nameRoutes,
];
