/** What a receiver has already is taken as delivered, by its own list. */
export interface AdoptionServices {
  adopt(request: AdoptionRequest): Promise<AdoptionView>;
}

export interface AdoptionRequest {
  /** `department/name`, as the target's connector. */
  readonly exchange: string;
  readonly target: string;
  readonly rows: readonly ListedRow[];
  readonly person: string;
  /** Says what would be adopted and changes nothing. */
  readonly isDryRun?: boolean;
}

/** One row of the receiver's list. */
export interface ListedRow {
  /** Document number, or the record's key, its parts with a space between. */
  readonly key: string;
  /** YYYY-MM-DD; the day since which the receiver has it, by itself. */
  readonly date?: string;
}

export interface AdoptionView {
  /** Deliveries that waited and were taken as made. */
  readonly adopted: number;
  /** Of them those that the list gave no day of. */
  readonly undated: number;
  /** Records on the list that nothing waited for: delivered already, on their way, or not owed. */
  readonly delivered: number;
  /** Keys of more records here than rows on the list. */
  readonly ambiguous: readonly string[];
  /** Keys of no record here. */
  readonly unknown: readonly string[];
  /** Rows whose day does not exist or lies ahead. */
  readonly wrongDates: readonly { readonly key: string; readonly date: string }[];
}
