/** `spec` of a RetentionRule manifest: how long the personal fields of records have to be kept. */
export interface RetentionRuleSpec {
  readonly title: { readonly zh: string; readonly en: string };
  readonly basis: { readonly document: string; readonly documentNumber?: string; readonly article: string };
  readonly datasets: readonly string[];
  /** From the day of the event. */
  readonly keepYears: number;
}

/** The rule that keeps a dataset's records the longest; undefined where none speaks of it. */
export function longestRule(rules: readonly RetentionRuleSpec[], dataset: string): RetentionRuleSpec | undefined {
  return rules.filter(({ datasets }) => datasets.includes(dataset)).toSorted((one, other) => other.keepYears - one.keepYears)[0];
}

/** `《…》（文号）条款`, as a refusal cites it. */
export function citationOf({ basis }: RetentionRuleSpec): string {
  return `《${basis.document}》${basis.documentNumber === undefined ? '' : `（${basis.documentNumber}）`}${basis.article}`;
}
