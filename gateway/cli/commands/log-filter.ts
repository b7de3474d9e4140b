import type { Command } from 'commander';

import type { LogFilter } from '../../exchange-log/search/search.js';
import { calendarDay, wholeNumber } from '../command.js';
import type { CommonOptions } from '../open-services.js';

/** What narrows a search of the exchange log; days by the clock of Shanghai. */
export interface FilterOptions extends CommonOptions {
  readonly record?: string;
  readonly station?: string;
  readonly department?: string;
  readonly dataset?: string;
  readonly target?: string;
  readonly actor?: string;
  readonly code?: string;
  readonly run?: number;
  readonly from?: string;
  readonly until?: string;
}

const runMax = 999_999_999;

/** Gives a command the options of a search. */
export function withFilter(command: Command): Command {
  return command
    .option('--record <id>', '记录编号。 Id of the record.')
    .option('--station <station>', '站点，如 received、rejected。 Station, such as received or rejected.')
    .option('--department <name>', '部门。 Department.')
    .option('--dataset <name>', '数据集。 Dataset.')
    .option('--target <name>', '目标（部门/名称）。 Target, department/name.')
    .option('--actor <name>', '操作者。 Who did it.')
    .option('--code <code>', '错误代码或对方代码。 Error code, or the receiver’s code.')
    .option('--run <id>', '批次。 Run.', wholeNumber(1, runMax))
    .option('--from <day>', '自该日零时（北京时间）。 From the beginning of this day (Shanghai).', calendarDay)
    .option('--until <day>', '至该日零时（北京时间，不含）。 Until the beginning of this day (Shanghai).', calendarDay);
}

export function filterOf({ record, station, department, dataset, target, actor, code, run, from, until }: FilterOptions): LogFilter {
  return { record, station, department, dataset, target, actor, code, run, from: startOf(from), until: startOf(until) };
}

function startOf(day: string | undefined): string | undefined {
  return day === undefined ? undefined : new Date(`${day}T00:00:00+08:00`).toISOString();
}
