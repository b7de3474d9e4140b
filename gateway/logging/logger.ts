import winston from 'winston';

import type { Clock } from '../clock.js';
import type { Settings } from '../config.js';
import { jsonLine, prettyLine, type LogLine } from './lines.js';
import { redact } from './redact.js';

export type LogFacts = Readonly<Record<string, unknown>>;

/**
 * The operational log (not the exchange log). An event is a fixed name such as `pull.batch`, never a sentence with
 * values in it; everything that varies is a fact: counts, `durationMs`, `error`. `error` means that a person must act.
 * Secrets and personal data are taken out of the event and of every fact before a line is made.
 */
export interface Logger {
  error(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  info(event: string, facts?: LogFacts): void;
  debug(event: string, facts?: LogFacts): void;
  /** A logger that adds these facts to each of its lines, e.g. `{ run, exchange }`. */
  child(facts: LogFacts): Logger;
}

export interface LoggerOptions {
  readonly level: Settings['logLevel'];
  readonly format: Settings['logFormat'];
  /** Standard error in the program; anything else in tests. */
  readonly stream: NodeJS.WritableStream;
  readonly clock: Clock;
  /** Colours in the pretty format. */
  readonly isColoured?: boolean;
}

/** Made once, in app.ts, and passed down. */
export function createLogger({ level, format, stream, clock, isColoured = false }: LoggerOptions): Logger {
  const writer = winston.createLogger({
    level,
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: winston.format.printf((info) => {
      const line = info as unknown as LogLine;
      return format === 'json' ? jsonLine(line) : prettyLine(line, isColoured);
    }),
    transports: [new winston.transports.Stream({ stream, eol: '\n' })],
  });
  return loggerOver(writer, clock, {});
}

function loggerOver(writer: winston.Logger, clock: Clock, context: LogFacts): Logger {
  const write =
    (level: Settings['logLevel']) =>
    (event: string, facts: LogFacts = {}): void => {
      if (!writer.isLevelEnabled(level)) return;
      writer.log({
        level,
        message: redact(event),
        at: clock.now().toISOString(),
        facts: redact({ ...context, ...facts }),
      } as winston.LogEntry);
    };
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: (facts) => loggerOver(writer, clock, { ...context, ...facts }),
  };
}
