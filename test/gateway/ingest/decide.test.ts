import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, type Decision } from '../../../gateway/ingest/decide.js';
import type { PreparedRow } from '../../../gateway/ingest/prepare.js';
import { bad, gone, good, knownOf, otherStream, type Memory } from './decide-sample.js';

/** One word a row: what becomes of it and of which record, `!` where a quarantine is mended, `+` where it joins another row, `*` where it overrides one, the code where it is put aside. */
function outcome(rows: readonly PreparedRow[], memory: Memory): string[] {
  let made = 0;
  return decide(rows, knownOf(memory), () => `new-${String((made += 1))}`).map(describeDecision);
}

function describeDecision(decision: Decision): string {
  switch (decision.kind) {
    case 'skipped':
      return 'skipped';
    case 'withdrawal':
      return `withdrawal of ${decision.before.id}`;
    case 'quarantine':
      return `quarantine for ${decision.recordId}: ${decision.problems.map(({ code }) => code).join()}`;
    case 'version':
      return `version of ${decision.recordId}${decision.mended ? '!' : ''}${decision.joins ? '+' : ''}${decision.overrides ? '*' : ''}`;
    default:
      return `${decision.kind} ${decision.recordId}${decision.kind === 'unchanged' ? `${decision.mended ? '!' : ''}${decision.joins ? '+' : ''}` : ''}`;
  }
}

const stored: Memory = { refs: { a: { record: 'A' } }, records: { A: { key: 'k', content: 'x' } } };
const fromOther: Memory = { records: { A: { key: 'k', content: 'x', stream: otherStream } } };
const unstorable = 'INGEST_ROW_NOT_STORABLE';

const table: readonly (readonly [title: string, rows: readonly PreparedRow[], memory: Memory, expected: readonly string[]])[] = [
  ['a new row makes a record', [good('a', 'k', 'x')], {}, ['version of new-1']],
  ['a row that says something new makes a version', [good('a', 'k', 'y')], stored, ['version of A']],
  ['a row whose record stays the same makes nothing', [good('a', 'k', 'x')], stored, ['unchanged A']],
  ['a row whose key was mended keeps its record', [good('a', 'k2', 'x')], stored, ['version of A']],
  ['another row with the key of a stored record speaks for that record', [good('b', 'k', 'y')], stored, ['version of A+*']],
  ['another row that says the same of a stored record joins it', [good('b', 'k', 'x')], stored, ['unchanged A+']],
  ['a row of a record that others speak for, too, overrides them', [good('a', 'k', 'y')],
    { ...stored, records: { A: { key: 'k', content: 'x', shared: true } } }, ['version of A*']],
  ['a row overrides nothing where its record was withdrawn', [good('b', 'k', 'y')],
    { records: { A: { key: 'k', content: 'x', withdrawn: true, shared: true } } }, ['version of A']],
  ['where rows have no key, a changed row overrides nothing', [good('b', 'k', 'y')], { ...stored, isKeyed: false }, ['version of A']],
  ['of two rows with one key the last counts', [good('a', 'k', 'x'), good('b', 'k', 'y')], {}, ['folded new-1', 'version of new-1']],
  ['of two rows with one key the last counts for the stored record too', [good('a', 'k', 'y'), good('b', 'k', 'x')], stored, ['folded A', 'unchanged A+']],
  ['a mended key that another record bears is put aside', [good('a', 'k2', 'x')],
    { ...stored, records: { ...stored.records, B: { key: 'k2', content: 'z' } } }, ['quarantine for A: INGEST_KEY_TAKEN']],
  ['a bad row is put aside under a new id', [bad('a')], {}, [`quarantine for new-1: ${unstorable}`]],
  ['a bad row is put aside for the record that it made', [bad('a')], stored, [`quarantine for A: ${unstorable}`]],
  ['a bad row is put aside for the record whose key it shows', [bad('b', 'k')], stored, [`quarantine for A: ${unstorable}`]],
  ['a mended row takes the id that was kept for it', [good('a', 'k', 'x')], { refs: { a: { record: 'Q', quarantined: true } } }, ['version of Q!']],
  ['a mended row that agrees with the stored record only closes its quarantine', [good('a', 'k', 'x')],
    { ...stored, refs: { a: { record: 'A', quarantined: true } } }, ['unchanged A!']],
  ['a mended row gives its reserved id up for a record stored meanwhile', [good('b', 'k', 'x')],
    { ...stored, refs: { ...stored.refs, b: { record: 'Q', quarantined: true } } }, ['unchanged A!']],
  ['a mended row that is folded into another of its key lends it its id and its deadline', [good('a', 'k', 'x'), good('b', 'k', 'x')],
    { refs: { a: { record: 'Q', quarantined: true } } }, ['folded Q', 'version of Q!']],
  ['a deleted row withdraws its record', [gone('a')], stored, ['withdrawal of A']],
  ['a deleted row of a withdrawn record is nothing', [gone('a')], { ...stored, records: { A: { key: 'k', content: 'x', withdrawn: true } } }, ['skipped']],
  ['a deleted row that was never seen is nothing', [gone('a')], {}, ['skipped']],
  ['a row that comes back after its deletion makes a version, also unchanged', [good('a', 'k', 'x')],
    { ...stored, records: { A: { key: 'k', content: 'x', withdrawn: true } } }, ['version of A']],
  ['another source that says the same agrees', [good('b', 'k', 'x')], fromOther, ['unchanged A']],
  ['another source that says otherwise is a conflict for people', [good('b', 'k', 'y')], fromOther, ['quarantine for A: INGEST_SOURCES_DIFFER']],
  ['another source may not take back what the first has given', [gone('b')], { ...fromOther, refs: { b: { record: 'A' } } }, ['skipped']],
  ['a row deleted and entered anew under another source key is the same record', [gone('a'), good('b', 'k', 'x')], stored, ['skipped', 'unchanged A']],
  ['a row entered anew with other content, then deleted under its old source key, is a new version', [good('b', 'k', 'y'), gone('a')], stored, ['version of A', 'skipped']],
  ['two rows that shared a record and now differ in key are two records', [good('b', 'k2', 'y'), good('a', 'k', 'z')],
    { ...stored, refs: { a: { record: 'A' }, b: { record: 'A' } } }, ['version of new-1', 'version of A']],
];

describe('what becomes of a row', () => {
  it.each(table)('%s', (_, rows, memory, expected) => {
    expect(outcome(rows, memory)).toEqual(expected);
  });

  const name = fc.constantFrom('a', 'b', 'c');
  const row = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(name, fc.constantFrom('k', 'l', 'm'), fc.constantFrom('x', 'y')).map((parts) => good(...parts)) },
    fc.tuple(name, fc.option(fc.constantFrom('k', 'l'), { nil: undefined })).map((parts) => bad(...parts)),
    name.map(gone),
  );
  // As a batch comes: each source row at most once.
  const batch = fc.uniqueArray(row, { selector: (item) => item.row.position, maxLength: 3 });
  const memories = fc.record({
    refs: fc.dictionary(name, fc.record({ record: fc.constantFrom('A', 'B', 'Q'), quarantined: fc.boolean() }), { maxKeys: 3 }),
    records: fc
      .tuple(fc.constantFrom('x', 'y'), fc.constantFrom('x', 'y'), fc.constantFrom(1, otherStream), fc.boolean())
      .chain(([first, second, stream, withdrawn]) =>
        fc.constantFrom<Memory['records']>(
          {},
          { A: { key: 'k', content: first, stream, withdrawn } },
          { A: { key: 'k', content: first }, B: { key: 'l', content: second, stream, withdrawn } },
        ),
      ),
  });

  it('keeps its laws for every batch and every memory', () => {
    fc.assert(
      fc.property(batch, memories, (rows, memory) => {
        let made = 0;
        const known = knownOf(memory);
        const decisions = decide(rows, known, () => `new-${String((made += 1))}`);
        // One decision a row, in its order.
        expect(decisions.map((one) => (one.kind === 'version' ? one.prepared.row : one.row).position)).toEqual(
          rows.map((item) => item.row.position),
        );
        // A batch makes at most one version of a record.
        const changed = decisions.flatMap((one) =>
          one.kind === 'version' ? one.recordId : one.kind === 'withdrawal' ? one.before.id : [],
        );
        expect(new Set(changed).size).toBe(changed.length);
        // Afterwards no two records bear one key.
        const keys = new Map<string, string>(
          Object.keys(memory.records ?? {}).map((id) => [id, known.recordById(id)?.keyHash.toString('hex') ?? '']),
        );
        for (const one of decisions) if (one.kind === 'version') keys.set(one.recordId, one.prepared.keyHash.toString('hex'));
        expect(new Set(keys.values()).size).toBe(keys.size);
        // Only the source that made a record changes it or takes it back.
        for (const one of decisions) {
          const before = one.kind === 'version' || one.kind === 'withdrawal' ? one.before : undefined;
          if (before) expect(before.originStream).toBe(known.streamId);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
