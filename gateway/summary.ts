/**
 * What became of one exchange's run. Counted in source rows: rows = unchanged + folded + skipped + mapped +
 * quarantined. `versions` are record versions that the run stored.
 */
export interface ExchangeSummary {
  /** `department/name`. */
  readonly name: string;
  readonly rows: number;
  readonly unchanged: number;
  /** Doubles inside a batch. */
  readonly folded: number;
  readonly skipped: number;
  readonly mapped: number;
  readonly quarantined: number;
  readonly versions: number;
  readonly targets: readonly TargetSummary[];
}

/**
 * What became of the run's versions at one target: owed + notOwed = versions, owed = the sum of the seven states.
 * `rejected`: refused by the receiver for good, or stopped by our own check before sending. `pending` holds whatever
 * is on its way, sent and unconfirmed included.
 */
export interface TargetSummary {
  /** `department/name`. */
  readonly connector: string;
  readonly owed: number;
  readonly notOwed: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly pending: number;
  readonly unknown: number;
  readonly held: number;
  readonly superseded: number;
  readonly cancelled: number;
}

/** One run as the pipeline reports it: the summary, and what only people are shown. */
export interface RunReport extends Omit<ExchangeSummary, 'targets'> {
  readonly targets: readonly TargetReport[];
  /** Why the run ended early; null when it went through. */
  readonly failure: { readonly code: string; readonly text: string } | null;
}

export interface TargetReport extends TargetSummary {
  /** Of `pending`: handed over, receipt awaited. */
  readonly awaitingReceipt: number;
  /** Earliest legal date (YYYY-MM-DD) among the run's open deliveries; null when none has one. */
  readonly nearestDueOn: string | null;
}

/** What `jiantong start --json` prints. */
export interface SummaryDocument {
  readonly exchanges: readonly ExchangeSummary[];
}

/** The document of these runs in their order; several runs of one exchange count as one. */
export function summarise(runs: readonly RunReport[]): SummaryDocument {
  const byName = new Map<string, ExchangeSummary>();
  for (const run of runs) {
    const before = byName.get(run.name);
    byName.set(run.name, before === undefined ? summaryOf(run) : addSummaries(before, summaryOf(run)));
  }
  return { exchanges: [...byName.values()] };
}

/** Sentences about sums that do not close; empty when the books are right. */
export function openSums({ exchanges }: SummaryDocument): string[] {
  return exchanges.flatMap((exchange) => {
    const { name, rows, unchanged, folded, skipped, mapped, quarantined, versions } = exchange;
    const parts = unchanged + folded + skipped + mapped + quarantined;
    const wrong = rows === parts ? [] : [`${name}: rows ${rows}, its parts ${parts}`];
    for (const target of exchange.targets) {
      const owedAndNot = target.owed + target.notOwed;
      if (owedAndNot !== versions)
        wrong.push(`${name} → ${target.connector}: versions ${versions}, owed and not ${owedAndNot}`);
      const states = targetStates.reduce((sum, state) => sum + target[state], 0);
      if (states !== target.owed)
        wrong.push(`${name} → ${target.connector}: owed ${target.owed}, its states ${states}`);
    }
    return wrong;
  });
}

const exchangeCounts = ['rows', 'unchanged', 'folded', 'skipped', 'mapped', 'quarantined', 'versions'] as const;
const targetStates = ['accepted', 'rejected', 'pending', 'unknown', 'held', 'superseded', 'cancelled'] as const;
const targetCounts = ['owed', 'notOwed', ...targetStates] as const;

type Counts<Name extends string> = Readonly<Record<Name, number>>;

function pick<Name extends string>(names: readonly Name[], from: Counts<Name>): Counts<Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Counts<Name>;
}

function add<Name extends string>(names: readonly Name[], a: Counts<Name>, b: Counts<Name>): Counts<Name> {
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Counts<Name>;
}

function summaryOf(run: RunReport): ExchangeSummary {
  const targets = run.targets.map((target) => ({ connector: target.connector, ...pick(targetCounts, target) }));
  return { name: run.name, ...pick(exchangeCounts, run), targets };
}

function addSummaries(a: ExchangeSummary, b: ExchangeSummary): ExchangeSummary {
  const connectors = new Set([...a.targets, ...b.targets].map(({ connector }) => connector));
  const targets = [...connectors].map((connector) => {
    const [first, second] = [a, b].map((summary) => targetOrNone(summary, connector)) as [TargetSummary, TargetSummary];
    return { connector, ...add(targetCounts, first, second) };
  });
  return { name: a.name, ...add(exchangeCounts, a, b), targets };
}

/** A run that did not have the target yet owed it none of its versions. */
function targetOrNone({ targets, versions }: ExchangeSummary, connector: string): TargetSummary {
  const none = Object.fromEntries(targetCounts.map((name) => [name, 0])) as Counts<(typeof targetCounts)[number]>;
  return targets.find((target) => target.connector === connector) ?? { connector, ...none, notOwed: versions };
}
