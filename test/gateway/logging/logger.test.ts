import { PassThrough } from 'node:stream';

import { describe, expect, it } from '@jest/globals';

import { createLogger, type LoggerOptions } from '../../../gateway/logging/logger.js';

const clock = { now: () => new Date('2026-11-23T01:27:02Z') };

function loggerTo(stream: PassThrough, options: Partial<LoggerOptions> = {}): ReturnType<typeof createLogger> {
  return createLogger({ level: 'info', format: 'json', stream, clock, ...options });
}

describe('the operational log', () => {
  it('writes one JSON object a line, with time, level and event first', () => {
    const stream = new PassThrough();
    loggerTo(stream).info('pull.batch', { rows: 500, exchange: 'gannan-housing/penalties' });
    expect(String(stream.read())).toBe(
      '{"at":"2026-11-23T01:27:02.000Z","level":"info","event":"pull.batch","rows":500,"exchange":"gannan-housing/penalties"}\n',
    );
  });

  it('lets no fact take the place of time, level or event', () => {
    const stream = new PassThrough();
    loggerTo(stream).warn('test.event', { event: 'other', level: 'error', at: 'never' });
    expect(JSON.parse(String(stream.read()))).toEqual({
      at: '2026-11-23T01:27:02.000Z',
      level: 'warn',
      event: 'test.event',
    });
  });

  it('adds the facts of a child to each of its lines and to none of its parent', () => {
    const stream = new PassThrough();
    const parent = loggerTo(stream);
    parent.child({ run: 'r1' }).child({ exchange: 'e1' }).info('a');
    parent.info('b');
    const [child, own] = String(stream.read())
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(child).toMatchObject({ event: 'a', run: 'r1', exchange: 'e1' });
    expect(own).not.toHaveProperty('run');
  });

  it('writes nothing below its level', () => {
    const stream = new PassThrough();
    const logger = loggerTo(stream, { level: 'warn' });
    logger.info('quiet');
    logger.debug('quiet');
    expect(stream.read()).toBeNull();
  });

  it('writes for a terminal the local time, the level, the event and its facts on one line', () => {
    const stream = new PassThrough();
    loggerTo(stream, { format: 'pretty' }).warn('pull.slow', { rows: 500, why: 'the far side waits' });
    expect(String(stream.read())).toBe('09:27:02 warn  pull.slow rows=500 why="the far side waits"\n');
  });

  it('writes for a terminal the stack of an error and of its cause below the line', () => {
    const stream = new PassThrough();
    const error = new Error('outer', { cause: new Error('inner') });
    loggerTo(stream, { format: 'pretty' }).error('run.failed', { error });
    const lines = String(stream.read()).split('\n');
    expect(lines[0]).toBe('09:27:02 error run.failed error="outer"');
    expect(lines[1]).toBe('  Error: outer');
    expect(lines).toContain('  caused by');
    expect(lines).toContain('  Error: inner');
  });
});
