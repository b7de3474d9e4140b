import { InvalidArgumentError, Option, type Command } from 'commander';

import { isLegalDate } from '../../schemas/legal-date.js';
import type { ExitCode } from './exit-code.js';
import type { CommonOptions } from './open-services.js';
import type { World } from './world.js';

/** What a command is registered with. */
export interface CommandLine {
  readonly world: World;
  /** Adds a command below `parent`, with the options that all have and an example in its help. */
  add(parent: Command, name: string, about: About): Command;
  /** Wraps what a command does, so that its exit code becomes the program's. */
  does<Parameters extends readonly unknown[]>(
    work: (...parameters: Parameters) => Promise<ExitCode>,
  ): (...parameters: Parameters) => Promise<void>;
}

export interface About {
  readonly zh: string;
  readonly en: string;
  readonly example: string;
}

export function commandLine(world: World, end: (code: ExitCode) => void): CommandLine {
  return {
    world,
    add: (parent, name, { zh, en, example }) =>
      parent
        .command(name)
        .description(`${zh} ${en}`)
        .option('--json', '以 JSON 输出，供程序读取。 Print JSON, for programs.')
        .option('--data <folder>', '数据目录，默认 ./data。 Data folder; default ./data (JIANTONG_DATA).')
        .addHelpText('after', `\n示例 Example:\n  ${example}\n`),
    does:
      (work) =>
      async (...parameters) =>
        end(await work(...parameters)),
  };
}

/** A command that only holds others: `jiantong target …`. */
export function group(parent: Command, name: string, { zh, en }: Pick<About, 'zh' | 'en'>): Command {
  return parent.command(name).description(`${zh} ${en}`);
}

/** Prints the document for machines, or what `forPeople` makes of it. */
export function print(world: World, { json }: CommonOptions, document: unknown, forPeople: () => string): void {
  world.stdout.write(json === true ? `${JSON.stringify(document, null, 2)}\n` : forPeople());
}

/** An option that takes one of a few words. */
export function choice(flags: string, description: string, words: readonly string[], byDefault: string): Option {
  return new Option(flags, description).choices(words).default(byDefault);
}

/** Reads a whole number that an option was given, within bounds. Commander says what is wrong. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`应为 ${min} 到 ${max} 的整数。 A whole number from ${min} to ${max}.`);
  };
}

/** For options that want a day: YYYY-MM-DD that stands in the calendar. */
export function calendarDay(text: string): string {
  if (isLegalDate(text)) return text;
  throw new InvalidArgumentError('应为日历中的日期 YYYY-MM-DD。 Expected a day of the calendar, YYYY-MM-DD.');
}
