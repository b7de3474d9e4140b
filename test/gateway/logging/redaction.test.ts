import { PassThrough } from 'node:stream';

import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { createLogger, type Logger } from '../../../gateway/logging/logger.js';
import { redact } from '../../../gateway/logging/redact.js';
import { redactText } from '../../../gateway/logging/redact-text.js';
import { GatewayError } from '../../../schemas/errors.js';

const clock = { now: () => new Date('2026-11-23T01:27:02Z') };

/** Everything that a logger of this format wrote while `work` used it. */
function written(format: 'json' | 'pretty', work: (logger: Logger) => void): string {
  const stream = new PassThrough();
  work(createLogger({ level: 'debug', format, stream, clock }));
  return String(stream.read() ?? '');
}

/** Values marked so that a search finds any trace of them; the people and the numbers are invented. */
const hiddenByKey = 'MARKED-7f3a';
const hiddenByLook = {
  idNumber: '510102199001011236',
  idNumberFullWidth: '５１０１０２１９９００１０１１２３６',
  oldIdNumber: '510102900101123',
  mobile: '13812345678',
  mobileGrouped: '138-1234-5678',
  bearer: 'eyJhbGciOiJIUzI1NiJ9.MARKED.c2ln',
  password: 'p@ss/MARKED',
};

const texts = [
  `身份证${hiddenByLook.idNumber}号`,
  `row zjhm=${hiddenByLook.idNumberFullWidth}`,
  `id${hiddenByLook.oldIdNumber}`,
  `call +86${hiddenByLook.mobile} now`,
  `tel ${hiddenByLook.mobileGrouped}`,
  `header Authorization: Bearer ${hiddenByLook.bearer}`,
  `cannot reach postgres://gateway:${hiddenByLook.password}@db.example:5432/jiantong`,
  `password=${hiddenByKey} host=db.example`,
  `{"access_token":"${hiddenByKey}"}`,
  `口令：${hiddenByKey}`,
];

const secretKeys = [
  'password',
  'PGPASSWORD',
  'token',
  'accessToken',
  'x-api-key',
  'secret',
  'app_secret',
  'Authorization',
  'Set-Cookie',
  'masterKey',
  'idNumber',
  'CF_XDR_ZJHM',
  'XK_FR_SFZH',
  'CERNO',
  'xdr_zjhm',
  'lxdh',
  '联系电话',
  '身份证号',
];

function expectNoTrace(output: string): void {
  expect(output).not.toContain('MARKED');
  for (const value of Object.values(hiddenByLook)) expect(output).not.toContain(value);
}

describe.each(['json', 'pretty'] as const)('a %s log line', (format) => {
  it.each(['error', 'warn', 'info', 'debug'] as const)(
    'of level %s holds no marked value, wherever it was pushed in',
    (level) => {
      const deepest = Object.assign(new Error(texts.join(' | ')), {
        config: { headers: { Authorization: hiddenByKey } },
      });
      const middle = new GatewayError('SERVICE_SETTING_WRONG', { token: hiddenByKey, said: texts[0] }, deepest);
      const outer = new AggregateError([deepest], texts[5], { cause: middle });
      const output = written(format, (logger) => {
        for (const text of texts)
          logger[level](text, { text, nested: [{ list: [text] }], map: new Map([[text, text]]) });
        for (const key of secretKeys)
          logger[level]('test.key', { [key]: hiddenByKey, nested: { [key]: { deep: hiddenByKey } } });
        logger[level]('test.error', { error: outer, set: new Set(texts), number: Number(hiddenByLook.mobile) });
        const child = logger.child({ said: texts[1], secret: hiddenByKey });
      child[level]('test.child', { address: new URL('https://u:MARKED@far.example/') });
      });
      expectNoTrace(output);
      expect(output.split('\n').length).toBeGreaterThan(texts.length + secretKeys.length);
    },
  );
});

describe('redaction', () => {
  it('leaves what a reader of the log needs', () => {
    const facts = {
      exchange: 'gannan-housing/housing-penalties',
      rows: 500,
      durationMs: 1732325222123,
      ok: true,
      nothing: null,
      creditCode: '91623001MA71ABCD1X',
      documentNumber: '甘南市监处罚〔2026〕12号',
      at: '2026-11-23T01:27:02.000Z',
      address: 'http://127.0.0.1:8620/api/v1',
      run: '019ab0c1-7d2e-7c3b-9f00-0123456789ab',
      digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    };
    expect(redact(facts)).toEqual(facts);
  });

  it('keeps what an error is and why, with its causes', () => {
    const error = new GatewayError(
      'SERVICE_QUEUE_FULL',
      { waitingMax: 3 },
      new Error('outer', { cause: new Error('inner') }),
    );
    expect(redact({ error })).toMatchObject({
      error: {
        name: 'GatewayError',
        code: 'SERVICE_QUEUE_FULL',
        facts: { waitingMax: 3 },
        cause: { message: 'outer', cause: { message: 'inner' } },
      },
    });
  });

  it('ends on circular, deep and wide values', () => {
    const circular: Record<string, unknown> = { wide: Array.from({ length: 1000 }, (_, index) => index) };
    circular.self = circular;
    const error = new Error('loop');
    error.cause = error;
    expect(JSON.stringify(redact({ circular, error, text: 'x'.repeat(100_000) })).length).toBeLessThan(40_000);
  });

  it('hides an identity number with a possible birth date in any text, at any place', () => {
    const birthDate = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true });
    const words = fc.string({ unit: fc.constantFrom('号', 'a', ' ', '：', '"', '〔', 'X') });
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 110000, max: 659999 }),
        birthDate,
        fc.integer({ min: 1000, max: 9999 }),
        words,
        (before, division, born, tail, after) => {
          const number = `${division}${born.toISOString().slice(0, 10).replaceAll('-', '')}${tail}`;
          expect(redactText(`${before}${number}${after}`)).not.toContain(number);
        },
      ),
    );
  });

  it('needs time that grows no faster than the text', () => {
    const hostile = ['a://'.repeat(20_000), '1'.repeat(100_000), 'password='.repeat(10_000), 'Bearer '.repeat(10_000)];
    const started = performance.now();
    for (const text of hostile) redactText(text);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
