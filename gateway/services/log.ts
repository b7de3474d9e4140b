import type { ClockedEntry } from '../exchange-log/clocks.js';
import type { LogExtension, MadeBundle, ProofWish } from '../exchange-log/prove.js';
import type { FoundEntry, LogFilter } from '../exchange-log/search/search.js';
import type { TilePlace } from '../exchange-log/tree/tile.js';
import type { Page, PageRequest } from './page.js';

/** The exchange log as an auditor checks it. */
export interface LogServices {
  /** Public keys of the log, those in use first. */
  keys(): Promise<readonly LogKeyView[]>;
  /** Events that match, newest first; a second or two behind the log, more in a rush. */
  search(filter: LogFilter, page: PageRequest): Promise<Page<FoundEntry>>;
  /** Throws LOG_EVENT_UNKNOWN, LOG_EVENT_NOT_SEALED. */
  prove(wish: ProofWish): Promise<MadeBundle>;
  /** Proof that the log extends the one of this size. Throws LOG_SIZE_BEYOND, LOG_EVENT_NOT_SEALED. */
  extension(size: number): Promise<LogExtension>;
  /** Who outside the operator's hands has what of the log. */
  witnesses(): Promise<readonly LogWitnessView[]>;
  /** The newest signed checkpoint; undefined before the first. */
  checkpoint(): Promise<string | undefined>;
  /** So many hashes of a tile; undefined where the log does not have them. */
  tile(place: TilePlace, width: number): Promise<Buffer | undefined>;
  /** So many entries below a tile of leaves, each after its length in 16 bits; undefined where the log does not have them. */
  entryBundle(index: number, width: number): Promise<Buffer | undefined>;
}

export interface LogKeyView {
  /** `name+id+base64`, as verifiers take it. */
  readonly key: string;
  readonly algorithm: 'ed25519' | 'cosignature' | 'sm2';
  /** SHA-256 of the public key, hex. */
  readonly fingerprint: string;
  /** Size of the log when the key came into use, and when it was retired; null while in use. */
  readonly fromSize: number;
  readonly untilSize: number | null;
  readonly madeAt: string;
}

export const exportForms = ['csv', 'xlsx', 'jsonl'] as const;
export type ExportForm = (typeof exportForms)[number];

/** Events of the log as a file to take away. */
export interface LogExportServices {
  /** What a search finds, newest first, up to 50,000 events; that it was handed out is an event of the log. */
  make(filter: LogFilter, form: ExportForm): Promise<LogExport>;
}

export interface LogExport {
  readonly name: string;
  readonly mediaType: string;
  readonly count: number;
  /** True where more was found than a file takes. */
  readonly isCut: boolean;
  /** Bytes of the file, base64. */
  readonly content: string;
}

/** A place outside the operator's hands that checkpoints are sent to. */
export interface LogWitnessView {
  /** Folder, or host with a digest of the address, which may hold a secret. */
  readonly place: string;
  /** Size of the last checkpoint that it took, and when; null before the first. */
  readonly size: number | null;
  readonly sentAt: string | null;
  /** Of the last try; null when it went well. */
  readonly errorCode: string | null;
  /** What it said last by its own clock; null where it says nothing. */
  readonly latest: WitnessStatement | null;
  /** Checkpoints that a chain has taken and not put into a block yet. */
  readonly waiting: number;
}

export interface WitnessStatement {
  readonly kind: 'time-stamp' | 'cosignature' | 'chain';
  readonly size: number;
  readonly at: string;
  /** Token (base64), line of the cosignature, receipt of the chain (JSON). */
  readonly evidence: string;
}

/** A record's way by the exchange log. */
export interface LogEntryServices {
  /** All that the exchange log says of one record, oldest first. */
  list(filter: { readonly record: string }, page: PageRequest): Promise<Page<ClockedEntry>>;
}
