import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeEntry, type LogEntry } from '../../../gateway/exchange-log/entry.js';
import { leafHash } from '../../../gateway/exchange-log/segment.js';
import { canonicalJson } from '../../../schemas/canonical-json.js';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/u);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/u);
const anyText = fc.string({ unit: 'grapheme' });

const entries: fc.Arbitrary<LogEntry> = fc.record(
  {
    id: fc.uuid({ version: 7 }),
    at: fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }).map((at) => at.toISOString()),
    station: fc.constantFrom('received', 'quarantined', 'handed-over', 'accepted', 'obligation-met-late', 'configuration-changed'),
    actor: anyText,
    department: name,
    dataset: name,
    receiverAt: fc.constant('2026-11-23T04:00:00.000Z'),
    record: fc.uuid({ version: 7 }),
    version: fc.integer({ min: 1 }),
    run: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    target: fc.tuple(name, name).map((parts) => parts.join('/')),
    code: anyText,
    digests: fc.dictionary(fc.constantFrom('content', 'sent', 'row', 'manifest'), digest, { noNullPrototype: true }),
    sealed: fc.base64String(),
  },
  { requiredKeys: ['id', 'at', 'station', 'actor', 'department'] },
);

describe('an entry of the exchange log', () => {
  it('is written as the general serialiser writes it: RFC 8785, with its format version, absent facts left out', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(encodeEntry(entry)).toBe(canonicalJson({ ...entry, v: 1 }));
      }),
      { numRuns: 1000 },
    );
  });

  it('never holds a newline, which stands between entries', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom('\n', '\r\n', '\u2028', '"', '\\'), (entry, odd) => {
        const text = encodeEntry({ ...entry, actor: `a${odd}b`, code: odd });
        expect(text).not.toContain('\n');
        expect(JSON.parse(text)).toEqual({ ...entry, v: 1, actor: `a${odd}b`, code: odd });
      }),
    );
  });
});

describe('the leaf hash', () => {
  it('is that of RFC 6962: SHA-256 over a zero byte and the entry', () => {
    expect(leafHash('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    fc.assert(
      fc.property(anyText, (text) => {
        const expected = createHash('sha256').update(Buffer.of(0)).update(Buffer.from(text, 'utf8')).digest();
        expect(leafHash(text).equals(expected)).toBe(true);
      }),
    );
  });
});
