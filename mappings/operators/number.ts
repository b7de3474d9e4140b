import type { JsonValue } from '../../schemas/json.js';
import { readChoice, readWholeNumber, readWords } from '../config-reading.js';
import { formatDecimal, movePoint, parseDecimal } from '../decimal.js';
import type { Detail } from '../mistake.js';
import type { RuleContext } from '../rule-context.js';
import { moneyUnits, splitUnit, unitNames } from '../units.js';
import type { MoneyUnit } from '../units.js';
import { textOf } from '../value-text.js';
import type { StepOperator } from './operator.js';

const decimalsMax = 12;

/**
 * `number: { unitFrom: 万元, unitTo: 元, scale: 2 }`: an exact decimal, as text. `scale` writes exactly so many
 * decimals, `decimals` at most so many; nothing is rounded. A unit written in the cell has to agree with
 * `unitFrom`; `unitFrom: written` takes the unit from the cell, where it must stand then.
 */
export const numberOperator: StepOperator = {
  name: 'number',
  role: 'step',
  takes: 'single',
  gives: 'single',
  schema: {
    title: '数字',
    description: 'An exact decimal; units of money are converted by moving the point, nothing is rounded.',
    type: 'object',
    additionalProperties: false,
    dependentRequired: { unitFrom: ['unitTo'], unitTo: ['unitFrom'] },
    properties: {
      unitFrom: { title: '来源单位', enum: [...unitNames, 'written'] },
      unitTo: { title: '目标单位', enum: [...unitNames] },
      scale: { title: '固定小数位', type: 'integer', minimum: 0, maximum: decimalsMax },
      decimals: { title: '最多小数位', type: 'integer', minimum: 0, maximum: decimalsMax },
      as: { title: '写成', description: 'text (unless given) keeps every digit; number only where a double can.', enum: ['text', 'number'] },
    },
    examples: [{ unitFrom: '万元', unitTo: '元', scale: 2 }],
  },
  codes: [
    'MAPPING_VALUE_NOT_SINGLE',
    'MAPPING_NUMBER_NOT_READABLE',
    'MAPPING_NUMBER_UNIT_DOUBTFUL',
    'MAPPING_NUMBER_TOO_PRECISE',
    'MAPPING_NUMBER_NOT_REPRESENTABLE',
  ],
  compile(config, context) {
    const settings = readSettings(config, context);
    if (settings === undefined) return undefined;
    const { unitFrom, unitTo, scale, decimals, as } = settings;
    const allowed = scale ?? decimals ?? decimalsMax;
    const fail = context.failure('number', 'MAPPING_VALUE_NOT_SINGLE');
    const failReading = context.failure('number', 'MAPPING_NUMBER_NOT_READABLE');
    const failUnit = context.failure('number', 'MAPPING_NUMBER_UNIT_DOUBTFUL', describeUnit(unitFrom));
    const failPrecision = context.failure('number', 'MAPPING_NUMBER_TOO_PRECISE', describePrecision(allowed, unitTo));
    const failDouble = context.failure('number', 'MAPPING_NUMBER_NOT_REPRESENTABLE');
    return (value, run) => {
      const text = textOf(value)?.trim();
      if (text === undefined) return fail(run, value);
      const plain = parseDecimal(text);
      const { number, unit: written } = plain === undefined ? splitUnit(text) : { number: plain };
      if (number === undefined) return failReading(run, value);
      const unit = agreedUnit(unitFrom, written);
      if (unit === 'doubtful') return failUnit(run, value);
      const moved = unit === undefined || unitTo === undefined || unit === unitTo
        ? number
        : movePoint(number, moneyUnits[unit] - moneyUnits[unitTo]);
      const result = moved.scale > allowed ? undefined : formatDecimal(moved, scale);
      if (result === undefined) return failPrecision(run, value);
      return as === 'text' ? result : (exactNumber(result) ?? failDouble(run, value));
    };
  },
};

interface NumberSettings {
  readonly unitFrom?: MoneyUnit | 'written';
  readonly unitTo?: MoneyUnit;
  readonly scale?: number;
  readonly decimals?: number;
  readonly as: 'text' | 'number';
}

function readSettings(config: JsonValue, context: RuleContext): NumberSettings | undefined {
  const words = readWords(config, ['unitFrom', 'unitTo', 'scale', 'decimals', 'as'], context);
  if (words === undefined) return undefined;
  const as = readChoice(words['as'], ['text', 'number'], 'text', context.at('as'));
  const scale = readWholeNumber(words['scale'], decimalsMax, context.at('scale'));
  const decimals = readWholeNumber(words['decimals'], decimalsMax, context.at('decimals'));
  if (as === undefined) return undefined;
  if (words['unitFrom'] === undefined && words['unitTo'] === undefined) return { scale, decimals, as };
  const unitFrom = readChoice(words['unitFrom'], [...unitNames, 'written'], undefined, context.at('unitFrom'));
  const unitTo = readChoice(words['unitTo'], unitNames, undefined, context.at('unitTo'));
  return unitFrom === undefined || unitTo === undefined ? undefined : { unitFrom, unitTo, scale, decimals, as };
}

/** The unit that rule and cell agree on; a cell that says another, or an unknown one, is doubtful. */
function agreedUnit(
  unitFrom: NumberSettings['unitFrom'],
  written: MoneyUnit | 'unknown' | undefined,
): MoneyUnit | 'doubtful' | undefined {
  if (written === 'unknown') return 'doubtful';
  if (unitFrom === 'written') return written ?? 'doubtful';
  return written === undefined || written === unitFrom ? unitFrom : 'doubtful';
}

/** A JSON number only where the double stands for exactly these digits. */
function exactNumber(text: string): number | undefined {
  const number = Number(text);
  const before = parseDecimal(text);
  const after = parseDecimal(textOf(number) ?? '');
  return before !== undefined && after !== undefined && formatDecimal(before) === formatDecimal(after) ? number : undefined;
}

function describeUnit(unitFrom: NumberSettings['unitFrom']): Detail {
  if (unitFrom === undefined) return { zh: '规则未声明单位', en: 'the rule declares no unit' };
  if (unitFrom === 'written') return { zh: `单元格中须写明 ${unitNames.join('、')}`, en: `the cell has to say ${unitNames.join(', ')}` };
  return { zh: `规则声明的单位是${unitFrom}`, en: `the rule says ${unitFrom}` };
}

function describePrecision(allowed: number, unitTo: MoneyUnit | undefined): Detail {
  return { zh: `${unitTo === undefined ? '' : `以${unitTo}计，`}最多 ${allowed} 位小数`, en: `at most ${allowed} decimals` };
}
