/** What one run of one program is given. */
export interface ProgramRun {
  /** Holds the CSV file. */
  readonly folder: string;
  /** The loopback receiver. */
  readonly url: string;
  /** PostgreSQL, for the programs that keep something there. */
  readonly databaseUrl: string;
  /** For the gateway: its data folder, and where its workspace is written. */
  readonly dataFolder: string;
  readonly concurrency: number;
  readonly records: number;
  /** Counts the statements sent to PostgreSQL, all from one thread; slower, so not for a run that is timed. */
  readonly countsStatements?: boolean;
}

export type ProgramName = 'gateway-postgres' | 'gateway-pglite' | 'hand-written' | 'bare';

/** Processor time of a program's own process, and of PostgreSQL working for it. */
export interface CpuSeconds {
  readonly program: number;
  readonly server: number;
}

export interface ProgramResult {
  readonly seconds: number;
  readonly accepted: number;
  readonly peakMiB: number;
  readonly cpu: CpuSeconds;
  /** Seconds by stage, where the program tells them. */
  readonly stages?: Readonly<Record<string, number>>;
  /** Seconds that each tenth of the records took to be settled, the gateway only. */
  readonly tenths?: readonly number[];
  /** And the processor time of each. */
  readonly tenthsCpu?: readonly CpuSeconds[];
  readonly rowsWritten?: number;
  readonly statements?: number;
  readonly walBytes?: number;
}
