import type { KeyServices } from '../access/api-keys.js';
import type { PeopleServices } from '../access/people.js';
import type { CaseServices } from '../duties/cases.js';
import type { PublicationServices } from '../duties/publications.js';
import type { LatenessServices } from '../duties/lateness.js';
import type { InboundServices } from '../inbound/services.js';
import type { ReconcileServices } from '../reconcile/services.js';
import type { SecretServices } from '../secrets/secrets.js';
import type { Scope } from '../reading/scope.js';
import type { DeadlineMoveServices } from './deadline-moves.js';
import type { AgreementServices } from './agreements.js';
import type { ConnectorServices } from './connectors.js';
import type { AdoptionServices } from './adoptions.js';
import type { DeliveryServices } from './deliveries.js';
import type { ErasureServices } from './erasure.js';
import type { ExchangeServices, RunServices } from './exchanges.js';
import type { LogEntryServices, LogExportServices, LogServices } from './log.js';
import type { NameServices } from './names.js';
import type { NoticeServices } from './notices.js';
import type { ObligationServices } from './obligations.js';
import type { OverviewServices } from './overview.js';
import type { QuarantineServices } from './quarantine.js';
import type { RecordServices } from './records.js';
import type { ResourceServices } from './resources.js';
import type { QuietServices } from './quiet-streams.js';
import type { UrgingServices } from './urgings.js';
import type { TargetServices } from './targets.js';

/**
 * What the program can be asked and told, by the API and by the command line. An object of this kind is bound to
 * what its caller may see; it never answers beyond that. Everything in and out is plain JSON: instants are UTC ISO
 * text, legal dates YYYY-MM-DD, names `department/name`; what is not there is null. No answer holds personal data
 * in clear.
 *
 * A name or id that does not exist (or may not be seen) is API_RESOURCE_MISSING.
 */
export interface GatewayServices {
  readonly exchanges: ExchangeServices;
  readonly runs: RunServices;
  readonly deliveries: DeliveryServices;
  readonly adoptions: AdoptionServices;
  readonly inbound: InboundServices;
  readonly quarantine: QuarantineServices;
  readonly records: RecordServices;
  readonly erasures: ErasureServices;
  readonly targets: TargetServices;
  readonly obligations: ObligationServices;
  readonly names: NameServices;
  readonly notices: NoticeServices;
  readonly deadlineMoves: DeadlineMoveServices;
  readonly logEntries: LogEntryServices;
  readonly cases: CaseServices;
  readonly lateness: LatenessServices;
  readonly urgings: UrgingServices;
  readonly quietStreams: QuietServices;
  readonly publications: PublicationServices;
  readonly reconciliations: ReconcileServices;
  readonly people: PeopleServices;
  readonly keys: KeyServices;
  readonly secrets: SecretServices;
  readonly log: LogServices;
  readonly logExports: LogExportServices;
  readonly resources: ResourceServices;
  readonly agreements: AgreementServices;
  readonly connectors: ConnectorServices;
  readonly overview: OverviewServices;
}

/** The services as one caller has them: bound to what it may see, acting in its name. */
export type ServicesFor = (caller: { readonly scope: Scope; readonly actor: string }) => GatewayServices;
