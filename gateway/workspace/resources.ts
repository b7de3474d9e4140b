import type { JsonObject } from '../../schemas/json.js';
import type { OpeningHours } from '../deadlines/opening-hours.js';

/** The kinds of manifest (DESIGN: configuration is data). Each has its JSON Schema in schemas/manifests/. */
export type Kind =
  | 'Department'
  | 'Connector'
  | 'Mapping'
  | 'CodeTable'
  | 'Exchange'
  | 'Route'
  | 'Agreement'
  | 'DeadlineRule'
  | 'Calendar'
  | 'PublicationRule'
  | 'RetentionRule';

/** The only version of the manifests' form so far. */
const apiVersion = 'jiantong/v1';

/** One manifest as it was read and checked. `file` and `document` (from 1) say where it stands, for messages. */
export interface Manifest<Spec = JsonObject> {
  readonly apiVersion: typeof apiVersion;
  readonly kind: Kind;
  readonly metadata: ManifestMetadata;
  readonly spec: Spec;
  readonly file: string;
  readonly document: number;
  /** True for what comes with the program. */
  readonly isShipped?: boolean;
  /** Line in the file (from 1) by JSON pointer into the manifest; absent where it came from no file. */
  readonly lines?: ReadonlyMap<string, number>;
}

export interface ManifestMetadata {
  readonly name: string;
  /** The owner; a Department's own name. */
  readonly department: string;
  readonly title?: string;
  /** Whether other departments may refer to it. */
  readonly shared?: boolean;
}

/** `department/name`: how one resource names another; a bare name means the own department. */
export type Reference = string;

export interface DepartmentSpec {
  readonly title: string;
  /** Unified social credit code of the body. */
  readonly creditCode: string;
  /** GB/T 2260. */
  readonly divisionCode: string;
  /**
   * Runs the gateway. What it owns every department may refer to, and what holds for all departments (deadline rules,
   * calendars, code tables) only it may own. At most one.
   */
  readonly isDataOffice: boolean;
  /** Mail addresses that are told of deadlines, and those told besides once something is overdue. */
  readonly contacts?: readonly string[];
  readonly supervisors?: readonly string[];
}

export interface ConnectorSpec {
  readonly type: string;
  /** Name of the system behind it; a record is never owed to the system it came from. */
  readonly system: string;
  /** Checked against the connector type's own `spec`. */
  readonly config: JsonObject;
  /** Only for connectors that receive. */
  readonly delivery?: DeliverySpec;
}

/** How a receiver takes and answers. Defaults are in the manifest's schema. */
export interface DeliverySpec {
  /** What a lost answer allows: repeat with the same key, ask first, or leave it to an operator. */
  readonly repeat: 'safe' | 'ask' | 'unsafe';
  /** What proves that a record arrived. */
  readonly acceptance: 'receipt' | 'row-taken-over' | 'read-back' | 'reconciliation' | 'confirmation';
  readonly batchRowsMax: number;
  readonly batchBytesMax: number;
  /** Batches in flight at once, over all processes. */
  readonly concurrency: number;
  /** Records per second over all processes; 0: no limit. */
  readonly recordsPerSecond: number;
  readonly pushTimeoutSeconds: number;
  readonly receiptPollSeconds: number;
  /** After so long without a receipt, `noReceipt` decides. */
  readonly noReceiptAfterHours: number;
  readonly noReceipt: 'hold' | 'ask';
  readonly attemptsMax: number;
  readonly backOffFirstSeconds: number;
  readonly backOffMaxSeconds: number;
  /** Failed batches in a row that open the breaker, and how long it stays open. */
  readonly breakerFailures: number;
  readonly breakerOpenSeconds: number;
  /** Outside of them nothing is handed over; absent: always open. */
  readonly openingHours?: OpeningHours;
  /** Deliveries made before this day (YYYY-MM-DD, Asia/Shanghai) are never sent by themselves. */
  readonly resendNotBefore?: string;
}

export interface ExchangeSpec {
  readonly dataset: string;
  readonly source: {
    readonly connector: Reference;
    readonly stream: string;
    readonly mode: 'incremental' | 'full' | 'snapshot';
    /** Column or columns that order an incremental pull. */
    readonly cursor: readonly string[];
    /** Columns that identify a source row. */
    readonly key: readonly string[];
    readonly mapping: Reference;
    /** Share of rows (0..1) that may vanish from a snapshot before a person has to approve. */
    readonly maxWithdrawals: number;
  };
  readonly targets: readonly ExchangeTarget[];
  /** Records whose period began before this day (YYYY-MM-DD) are history: delivered, under no deadline. */
  readonly obligationsFrom?: string;
  readonly schedule?: { readonly cron: string; readonly timeZone: string };
  /** When it is reconciled by itself. */
  readonly reconcile?: { readonly cron: string; readonly timeZone: string };
}

export interface ExchangeTarget {
  readonly connector: Reference;
  /** Stream at the receiver; the dataset's name unless said otherwise. */
  readonly stream: string;
  readonly mapping: Reference;
  readonly agreement: Reference;
  /** Another target of the exchange, which passes the records on: nothing is pushed to this one. */
  readonly via?: Reference;
  /** Which records the target is owed; a condition of the mapping language over the unified record. */
  readonly when?: JsonObject;
}

/** The six things a sharing arrangement must state. @law 云政办发〔2023〕20号 十二 */
export interface AgreementSpec {
  readonly title: string;
  /** The department whose records are shared. */
  readonly provider: string;
  /** The connector that they are sent through. */
  readonly receiver: Reference;
  readonly dataset: string;
  readonly scope: {
    /**
     * Fields of the unified record that may be sent: `party.name`, `party` for all below it, `officers.name` for that
     * of every entry of a list; `*` for every field.
     */
    readonly fields: readonly string[];
    /** Which records; a condition of the mapping language. */
    readonly when?: JsonObject;
  };
  readonly method: string;
  readonly procedure: string;
  readonly timeLimit: string;
  readonly frequency: string;
  readonly confidentiality: string;
  readonly promises?: AgreementPromises;
  readonly validFrom: string;
  readonly validTo?: string;
  /** What it rests on, and so who has to let it into force; absent: the data office, with no law named. */
  readonly basis?: 'statutory' | 'mutual';
  /** Law and article; there where the basis is statutory. */
  readonly law?: string;
  /** The department that answers for the receiving side; absent: the data office. */
  readonly receivingDepartment?: string;
  /** Fields in the scope that are sent with their personal part hidden. */
  readonly masked?: readonly string[];
  /** The signed memorandum. */
  readonly attachment?: { readonly sha256: string; readonly size: number; readonly mediaType: string; readonly name: string };
}

/** Time limit and frequency in figures, which a schedule is held against. */
export interface AgreementPromises {
  /** So soon after it happened a record can be handed over. */
  readonly within?:
    { readonly minutes: number } | { readonly hours: number } | { readonly workingDays: number } | { readonly calendarDays: number };
  /** At least once in so long the source is read. */
  readonly every?: { readonly minutes: number } | { readonly hours: number } | { readonly days: number } | { readonly workingDays: number };
}

/** Which receivers a record goes to by what stands in it. */
export interface RouteSpec {
  readonly dataset: string;
  /** Every target whose condition holds is owed the record. */
  readonly targets: readonly (ExchangeTarget & { readonly when: JsonObject })[];
  /** What becomes of a record that no target's condition holds for. */
  readonly unmatched: 'hold' | 'ignore';
}

interface CodeItemSpec {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly replacedBy?: string;
}

/** A code table of the workspace; it stands in for the shipped one of its name. */
export interface CodeTableSpec {
  readonly title: string;
  readonly titleEn: string;
  readonly standard: string;
  readonly version: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly strictness?: 'refuse' | 'warn';
  /** Name of the shipped table whose codes it takes over. */
  readonly extends?: string;
  readonly items: readonly CodeItemSpec[];
}
