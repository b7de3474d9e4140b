/** Document numbers that a series lacks between its first and its last. */
export interface SeriesGap {
  /** The missing number as it would read, 州市监处罚〔2026〕12号. */
  readonly documentNumber: string;
}

const seriesPattern = /^(.{1,60}〔\d{4}〕)(?:第)?0*(\d{1,6})号$/u;
/** A series that lacks more than so many of a hundred is shared with others who report elsewhere, or sparse by nature. */
const missingPercentMax = 20;
const gapsMax = 1000;

/**
 * Finds what is missing in the series that an authority numbers through each year. Numbers of another form belong to no
 * series. Order and repetition do not matter; at most a thousand gaps are named.
 */
export function seriesGaps(documentNumbers: Iterable<string>): SeriesGap[] {
  const series = new Map<string, Set<number>>();
  for (const text of documentNumbers) {
    const [, name, number] = seriesPattern.exec(text) ?? [];
    if (name === undefined || number === undefined) continue;
    const known = series.get(name) ?? new Set();
    series.set(name, known.add(Number(number)));
  }
  const gaps: SeriesGap[] = [];
  for (const [name, numbers] of series) {
    const ordered = [...numbers].toSorted((first, second) => first - second);
    const [first = 0] = ordered;
    const last = ordered.at(-1) ?? first;
    const missing = last - first + 1 - numbers.size;
    if (missing * 100 > (last - first + 1) * missingPercentMax) continue;
    for (const [index, number] of ordered.entries()) {
      for (let gap = number + 1; gap < (ordered[index + 1] ?? 0); gap += 1) {
        if (gaps.length === gapsMax) return gaps;
        gaps.push({ documentNumber: `${name}${String(gap)}号` });
      }
    }
  }
  return gaps;
}
