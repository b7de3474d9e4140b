import type { Form } from './form.js';

export interface ColumnDescription {
  readonly name: string;
  readonly required: boolean;
  /** What the value has to be, in Chinese. */
  readonly kind: string;
  /** In characters, of the value or of each item in it. */
  readonly lengthMax?: number;
  readonly codes?: readonly string[];
  /** Columns and rules within, where the value is an object or a list of such. */
  readonly columns?: readonly ColumnDescription[];
  readonly rules?: readonly string[];
}

export interface FormDescription {
  readonly columns: readonly ColumnDescription[];
  /** What several values of a row have to keep together, in Chinese. */
  readonly rules: readonly string[];
}

/** A form as a desk tells it to whoever tests an interface against it: the very table that rows are judged by. */
export function describeForm({ columns, rules }: Form): FormDescription {
  return {
    columns: Object.entries(columns).map(([name, { isRequired, want }]) => {
      const { kind, lengthMax, codes, within } = want;
      return {
        name,
        required: isRequired,
        kind,
        ...(lengthMax !== undefined && { lengthMax }),
        ...(codes && { codes }),
        ...(within && describeForm(within)),
      };
    }),
    rules: rules.map(({ said }) => said),
  };
}
