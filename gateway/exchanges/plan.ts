import type { Connector } from '../../connectors/connector.js';
import type { JsonObject } from '../../schemas/json.js';
import type { References } from '../../mappings/references.js';
import type { Problem } from '../../schemas/problem.js';
import type { PublicationPlan, RepairPlan } from '../publication/rule.js';
import type { DeliverySpec } from '../workspace/resources.js';

/**
 * One exchange made ready to run: every name resolved to a version and an id, every mapping compiled. Plans are
 * made when a workspace is applied; what a run used is named in its rows by the version ids.
 */
export interface ExchangePlan {
  /** `department/name`. */
  readonly exchange: string;
  readonly exchangeVersion: number;
  readonly department: string;
  readonly departmentId: number;
  readonly dataset: DatasetPlan;
  readonly source: SourcePlan;
  readonly targets: readonly TargetPlan[];
  /** First trigger date (YYYY-MM-DD) that puts a deadline on anybody; undefined: every one does. */
  readonly obligationsFrom: string | undefined;
  /** Which of its records are published and for how long, where rules say so. */
  readonly publication: PublicationPlan | undefined;
  /** Publications that its records end. */
  readonly repairs: RepairPlan;
}

/** What the pipeline needs to know of a dataset's schema. */
export interface DatasetPlan {
  readonly id: number;
  readonly name: string;
  readonly schemaVersion: string;
  /** The values that identify a record within its department, in order; undefined while one that must be there is missing. */
  key(record: JsonObject): readonly string[] | undefined;
  /** Legal date (YYYY-MM-DD) of the decision or act. */
  eventDate(record: JsonObject): string | undefined;
  /** 文号 of the decision, in datasets that have one. */
  documentNumber(record: JsonObject): string | undefined;
  /** Strongest identifier of the person or body concerned: the subject whose key seals the personal fields. */
  subject(record: JsonObject): string | undefined;
  /** Parts a record into what may be stored in the open and what is sealed (null: nothing personal in it). */
  split(record: JsonObject): { readonly open: JsonObject; readonly personal: JsonObject | null };
  join(open: JsonObject, personal: JsonObject | null): JsonObject;
  /** Records of other datasets that this one refers to. */
  references(record: JsonObject): readonly RecordReference[];
  validate(record: JsonObject, today: string): readonly Problem[];
  /** What is odd about a valid record without being wrong. */
  warnings(record: JsonObject): readonly Problem[];
}

export interface RecordReference {
  readonly dataset: string;
  readonly key: readonly string[];
  /**
   * Whose record it names, for keys are unique within a department: the one with this number, the referring record's
   * own, or (where the key is unique in the whole country) anybody's. A named department that is not known here has 0.
   */
  readonly department: number | 'own' | 'any';
}

export interface SourcePlan {
  readonly connector: string;
  readonly system: string;
  readonly stream: string;
  readonly streamId: number;
  readonly mode: 'incremental' | 'full' | 'snapshot';
  readonly cursorColumns: readonly string[];
  readonly key: readonly string[];
  readonly maxWithdrawals: number;
  readonly mapping: RecordMapping;
  /** Datasets whose records the mapping looks up; of the nation: whose keys are unique in the whole country. */
  readonly lookupDatasets: readonly { readonly name: string; readonly isOfNation: boolean }[];
  readonly mappingVersion: number;
  open(): Connector;
}

export interface RecordMapping {
  readonly digest: string;
  /** Source columns that never leave the body that holds them; cut off every row as it comes. */
  readonly withheld: readonly string[];
  run(
    row: JsonObject,
    references?: References,
  ): { readonly ok: true; readonly record: JsonObject } | { readonly ok: false; readonly problems: readonly Problem[]; readonly partial: JsonObject };
}

export interface TargetPlan {
  readonly targetId: number;
  /** `department/name` of the connector. */
  readonly connector: string;
  /** The receiver that passes the exchange's records on to this one: nothing is pushed here, they are looked for. */
  readonly via?: { readonly targetId: number; readonly connector: string };
  readonly system: string;
  /** `HH:MM` in Asia/Shanghai at which its days end; undefined: at 24:00. */
  readonly closingTime: string | undefined;
  readonly stream: string;
  readonly exchangeVersion: number;
  readonly mappingVersion: number;
  readonly agreementVersion: number;
  readonly delivery: DeliverySpec;
  readonly mapping: RecordMapping;
  /** Datasets that this target receives by any exchange: only references to those are waited for. */
  readonly receives: ReadonlySet<string>;
  /** Other records that this target receives may refer to this exchange's: they are woken when one arrives. */
  readonly isReferredTo: boolean;
  /** Whether the target is owed the record by the exchange's `when` and the agreement's scope. */
  owes(record: JsonObject): boolean;
  /** Whether the agreement lets records out on a day (YYYY-MM-DD, Asia/Shanghai). */
  isInForce(today: string): boolean;
  /** The record with only the fields that the agreement lets through. */
  scope(record: JsonObject): JsonObject;
}

/** One deadline that a record puts on a department, as the deadline rules compute it. */
export interface PlannedObligation {
  readonly ruleId: number;
  readonly ruleVersion: number;
  /** 0: owed to no single target. */
  readonly targetId: number;
  readonly triggerDate: string;
  readonly dueOn: string;
  /** UTC, ISO. */
  readonly dueAt: string;
  readonly provisional: boolean;
  /** `recorded`: by the records that a step of a chain asks for. */
  readonly metBy: 'handed-over' | 'accepted' | 'published' | 'recorded';
  /** Whose duty it is: the record's department, or the one that a chain names. */
  readonly departmentId: number;
  /** Counted from the day on which the record was first seen: no correction moves it. */
  readonly startsOnReceipt: boolean;
  /** What has to arrive: the record, or its withdrawal. */
  readonly operation: 'upsert' | 'withdraw';
}

/** The deadline rules in force, bound to the ids of this store. */
export interface ObligationPlanner {
  /** `record` is undefined for a row that could not be mapped: rules with conditions then count as fulfilled. */
  plan(request: {
    readonly dataset: string;
    readonly department: string;
    readonly operation: 'upsert' | 'withdraw';
    readonly eventDate: string | undefined;
    /** Date on which the gateway first saw the row, Asia/Shanghai; starts the count where the event's own is unreadable. */
    readonly firstSeenOn: string;
    readonly record: JsonObject | undefined;
    readonly targets: readonly { readonly targetId: number; readonly connector: string; readonly system: string; readonly closingTime?: string }[];
  }): PlannedObligation[];
  readonly chains: Chains;
}

/** The duties of several steps, as records of each dataset begin them or fulfil their steps. */
export interface Chains {
  /** Chains that records of the dataset begin. */
  beginningIn(dataset: string): readonly ChainPlan[];
  /** What records of the dataset may show of steps. */
  evidenceIn(dataset: string): readonly EvidencePlan[];
  /** True for a step that counts from the one before: no record asks for it by itself. */
  isLaterStep(ruleId: number): boolean;
  /** The chain that a step belongs to. */
  ofStep(ruleId: number): ChainPlan | undefined;
}

export interface ChainPlan {
  readonly steps: readonly {
    readonly ruleId: number;
    /** `rule/step`. */
    readonly name: string;
    readonly ruleVersion: number;
    readonly countFrom: 'trigger' | 'previous';
    /** How many pieces of evidence it takes. */
    readonly parts: number;
    dueFrom(department: string, triggerDate: string): { readonly dueOn: string; readonly dueAt: string; readonly provisional: boolean };
  }[];
}

export interface EvidencePlan {
  readonly ruleId: number;
  /** Position among the step's evidence. */
  readonly part: number;
  /** Datasets of the records that chains begin with. */
  readonly shows: ReadonlySet<string>;
  applies(record: JsonObject): boolean;
  /** The day on which the step was done by the record's own field; null where it is the day of storing; undefined: not done. */
  doneOn(record: JsonObject): string | null | undefined;
}
