import type { GatewayServices } from '../../../services/services.js';
import type { PersonView } from '../../../access/people.js';
import type { SessionView } from '../../../services/session.js';

type Services = GatewayServices;
type Method<Service extends keyof Services, Name extends keyof Services[Service]> = Services[Service][Name] extends (
  ...given: never[]
) => Promise<infer Answer>
  ? Answer
  : never;
/** Lists that come whole are wrapped by their route. */
type Whole<Answer> = { readonly items: Answer };

/** What each operation of the API answers with, taken from the services themselves so that page and gateway cannot drift apart. */
export interface Answers {
  'GET /session': SessionView;
  'POST /session': SessionView;
  'DELETE /session': { readonly signedOut: true };
  'POST /session/password': SessionView;
  'POST /session/second-factor/proposal': { readonly secret: string; readonly uri: string };
  'POST /session/second-factor': { readonly signedOut: true };
  'GET /setup': { readonly needsAdministrator: boolean };
  'POST /setup/administrator': PersonView;
  'GET /exchanges': Whole<Method<'exchanges', 'list'>>;
  'POST /exchanges/{department}/{name}/pause': Method<'exchanges', 'pause'>;
  'POST /exchanges/{department}/{name}/resume': Method<'exchanges', 'resume'>;
  'POST /exchanges/{department}/{name}/runs': Method<'exchanges', 'start'>;
  'GET /runs': Method<'runs', 'list'>;
  'GET /runs/{id}': Method<'runs', 'get'>;
  'POST /runs/{id}/cancel': Method<'runs', 'cancel'>;
  'GET /deliveries': Method<'deliveries', 'list'>;
  'GET /deliveries/{id}': Method<'deliveries', 'get'>;
  'POST /deliveries/{id}/release': Method<'deliveries', 'release'>;
  'POST /deliveries/{id}/confirm': Method<'deliveries', 'confirm'>;
  'GET /overview': Method<'overview', 'get'>;
  'GET /quarantine-causes': Whole<Method<'quarantine', 'causes'>>;
  'GET /quarantine': Method<'quarantine', 'list'>;
  'GET /quarantine/{id}': Method<'quarantine', 'get'>;
  'POST /quarantine/{id}/replay': Method<'quarantine', 'replay'>;
  'GET /targets': Whole<Method<'targets', 'list'>>;
  'POST /targets/{department}/{name}/pause': Method<'targets', 'pause'>;
  'POST /targets/{department}/{name}/resume': Method<'targets', 'resume'>;
  'GET /obligations': Method<'obligations', 'list'>;
  'GET /obligation-report': Method<'obligations', 'report'>;
  'GET /deadline-bulletin': Method<'obligations', 'bulletin'>;
  'GET /obligation-calendar': Whole<Method<'obligations', 'dueDays'>>;
  'GET /deadline-explanation': Method<'obligations', 'explain'>;
  'GET /names': Whole<Method<'names', 'list'>>;
  'GET /delivery-forecast': Whole<Method<'obligations', 'forecast'>>;
  'GET /deadline-notices': Method<'notices', 'list'>;
  'POST /deadline-notices/{id}/acknowledge': Method<'notices', 'acknowledge'>;
  'GET /connector-types': Whole<Method<'connectors', 'types'>>;
  'GET /connectors': Whole<Method<'connectors', 'list'>>;
  'POST /connectors/{department}/{name}/check': Method<'connectors', 'check'>;
  'GET /connectors/{department}/{name}/streams': Whole<Method<'connectors', 'discover'>>;
  'POST /connectors/{department}/{name}/preview': Whole<Method<'connectors', 'preview'>>;
  'GET /log-search': Method<'log', 'search'>;
  'GET /log-entries': Method<'logEntries', 'list'>;
  'GET /log-keys': Whole<Method<'log', 'keys'>>;
  'GET /records/{id}/log-proof': Method<'log', 'prove'>;
  'GET /people': Whole<Method<'people', 'list'>>;
  'POST /people': Method<'people', 'add'>;
  'POST /people/{name}/disable': Method<'people', 'disable'>;
  'POST /people/{name}/enable': Method<'people', 'enable'>;
  'POST /people/{name}/reset': Method<'people', 'reset'>;
  'GET /api-keys': Whole<Method<'keys', 'list'>>;
  'POST /api-keys': Method<'keys', 'add'>;
  'POST /api-keys/{id}/revoke': Method<'keys', 'revoke'>;
  'GET /secrets': Whole<Method<'secrets', 'list'>>;
  'POST /secrets': Method<'secrets', 'set'>;
  'DELETE /secrets/{department}/{name}': Method<'secrets', 'remove'>;
  'POST /resources/preview': Method<'resources', 'preview'>;
  'POST /resources': Method<'resources', 'apply'>;
  'GET /resources/{kind}/{department}/{name}/versions': Method<'resources', 'versions'>;
  'POST /resources/{kind}/{department}/{name}/roll-back': Method<'resources', 'rollBack'>;
  'GET /resources': Method<'resources', 'list'>;
  'GET /resources/{kind}/{department}/{name}': Method<'resources', 'get'>;
}

export type Operation = keyof Answers;
export type Reading = Extract<Operation, `GET ${string}`>;
