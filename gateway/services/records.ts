import type { MadeBundle } from '../exchange-log/prove.js';
import type { JsonObject } from '../../schemas/json.js';
import type { DeliveryView } from './deliveries.js';
import type { Page, PageRequest } from './page.js';

/** Records as people look at them. Who looked at which is in the exchange log before the answer is given. */
export interface RecordServices {
  /**
   * Records by a number of theirs or by whom they concern, newest first; a second or two behind what was stored, more
   * in a rush. Throws PRIVACY_SEARCH_EMPTY where neither is given.
   */
  find(filter: RecordFilter, page: PageRequest): Promise<Page<RecordView>>;
  /** One record with its versions and where it stands; personal fields masked. */
  get(id: string): Promise<RecordDetail>;
  /**
   * The same with personal fields in clear, but for those that tell who reported, which only the record's own department
   * sees. Throws PRIVACY_PURPOSE_VAGUE.
   */
  unmask(id: string, purpose: UnmaskPurpose): Promise<RecordDetail>;
  /**
   * All that the log says of a record, proven, with each version's content in clear, proven to be what was logged. Throws
   * PRIVACY_PURPOSE_VAGUE, PRIVACY_REPORTER_PROTECTED, PRIVACY_NOTHING_TO_DISCLOSE, LOG_EVENT_NOT_SEALED.
   */
  disclose(id: string, purpose: UnmaskPurpose): Promise<MadeBundle>;
  /** For what, by whom and how often personal fields were looked at in clear, the most often first. */
  purposes(page: PageRequest): Promise<Page<PurposeView>>;
}

export interface RecordFilter {
  /** Number of a document, a licence, a case: any part of the record's natural key, or its document number. */
  readonly number?: string;
  /** Credit code, identity number or full name of the person or body concerned. */
  readonly subject?: string;
  readonly department?: string;
  readonly dataset?: string;
}

export interface UnmaskPurpose {
  /** Number of the case or document that it is needed for. */
  readonly reference: string;
  readonly reason: string;
  readonly person: string;
}

export interface RecordView {
  readonly id: string;
  readonly dataset: string;
  readonly department: string;
  /** Its natural key, personal parts masked. */
  readonly key: readonly string[];
  /** Name of the person or body concerned, masked where it is a person; null where the record names none. */
  readonly subject: string | null;
  readonly version: number;
  readonly isWithdrawn: boolean;
  /** The day of the event, YYYY-MM-DD. */
  readonly eventDate: string | null;
  readonly storedAt: string;
}

export interface RecordDetail extends RecordView {
  /** The newest version's content. */
  readonly content: JsonObject;
  /** Paths of what is masked in it, dotted. */
  readonly masked: readonly string[];
  /** True where the person's data were erased: what was personal is gone from every version. */
  readonly isErased: boolean;
  /** Newest first. */
  readonly versions: readonly RecordVersionView[];
  /** Newest first. */
  readonly deliveries: readonly DeliveryView[];
  readonly obligations: readonly RecordObligationView[];
}

export interface RecordVersionView {
  readonly version: number;
  readonly operation: 'upsert' | 'withdraw';
  readonly eventDate: string | null;
  readonly run: number;
  /** Connector and stream that it came from. */
  readonly source: string;
  readonly madeAt: string;
}

export interface RecordObligationView {
  readonly rule: string;
  readonly target: string | null;
  readonly state: string;
  readonly triggerDate: string;
  readonly dueOn: string;
  readonly metAt: string | null;
}

export interface PurposeView {
  readonly reference: string;
  readonly person: string;
  readonly records: number;
  readonly times: number;
  readonly firstAt: string;
  readonly lastAt: string;
}
