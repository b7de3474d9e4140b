import type { Settings } from '../config.js';
import { shanghaiTime } from '../clock.js';

/** One event, already redacted. */
export interface LogLine {
  readonly level: Settings['logLevel'];
  readonly message: string;
  /** UTC, ISO. */
  readonly at: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** `{"at":…,"level":…,"event":…, facts…}`; a fact cannot take the place of the first three. */
export function jsonLine({ level, message, at, facts }: LogLine): string {
  const fixed = { at, level, event: message };
  return JSON.stringify(Object.assign({ ...fixed }, facts, fixed));
}

const colours = { error: 31, warn: 33, info: 32, debug: 90 } as const;

/** `09:27:02 info  pull.batch rows=500`, with the stacks of errors on lines of their own. */
export function prettyLine({ level, message, at, facts }: LogLine, isColoured: boolean): string {
  const paint = (code: number, text: string): string => (isColoured ? `\u001B[${code}m${text}\u001B[0m` : text);
  const stacks: string[] = [];
  const pairs = Object.entries(facts).map(([name, value]) => {
    const stack = stackOf(value);
    if (stack !== undefined) stacks.push(stack);
    return `${paint(90, `${name}=`)}${factText(value)}`;
  });
  const head = `${paint(90, shanghaiTime(new Date(at)))} ${paint(colours[level], level.padEnd(5))} ${message}`;
  return [[head, ...pairs].join(' '), ...stacks].join('\n');
}

function factText(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  if (isErrorFact(value)) return JSON.stringify(value.message);
  return JSON.stringify(value) ?? '';
}

function stackOf(value: unknown): string | undefined {
  if (!isErrorFact(value)) return undefined;
  const cause = stackOf(value.cause);
  const own = value.stack.replaceAll(/^/gm, '  ');
  return cause === undefined ? own : `${own}\n  caused by\n${cause}`;
}

interface ErrorFact {
  readonly message: string;
  readonly stack: string;
  readonly cause?: unknown;
}

function isErrorFact(value: unknown): value is ErrorFact {
  return (
    typeof value === 'object' &&
    value !== null &&
    'stack' in value &&
    typeof value.stack === 'string' &&
    'message' in value
  );
}
