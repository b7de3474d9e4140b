/**
 * What the gateway does about an error by itself:
 * `retry` again later, `skipRecord` put this record aside and go on, `stopRun` end this run,
 * `fixConfig` nothing until a person changes configuration, `bug` report it to the makers.
 */
export type Recovery = 'retry' | 'skipRecord' | 'stopRun' | 'fixConfig' | 'bug';

export interface ErrorEntry {
  readonly recovery: Recovery;
  /** HTTP status when the error reaches an API caller. */
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** What a person does next; never empty. */
  readonly fixZh: string;
  readonly fixEn: string;
}
