/**
 * The named stations of the way of a record, told to an observer as the work passes them: progress lines, metrics
 * and fault tests read them. An observer must return at once and never throws.
 */
export type Station =
  | 'ingest.pulled'
  | 'ingest.writing'
  | 'ingest.committed'
  | 'deliver.claiming'
  | 'deliver.claimed'
  | 'deliver.answered'
  | 'deliver.settled'
  | 'receipts.polled'
  | 'receipts.settled'
  | 'log.sequencing'
  | 'log.sequenced';

export type Observe = (station: Station, facts: StationFacts) => void;

export interface StationFacts {
  readonly exchange?: string;
  readonly target?: string;
  readonly rows: number;
}
