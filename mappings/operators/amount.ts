import type { JsonValue } from '../../schemas/json.js';
import { amountInWords, tellsOfChange } from '../amount-in-words.js';
import type { AmountInWords } from '../amount-in-words.js';
import { readChoice, readList, readText, readWords } from '../config-reading.js';
import { addDecimals, formatDecimal, movePoint, parseDecimal } from '../decimal.js';
import type { Decimal } from '../decimal.js';
import type { Detail } from '../mistake.js';
import type { RuleContext, SourceOfValue } from '../rule-context.js';
import type { Failure, Run } from '../run.js';
import { noneText } from '../transforms/words.js';
import { moneyUnits, splitUnit, unitNames } from '../units.js';
import type { MoneyUnit } from '../units.js';
import { textOf } from '../value-text.js';
import { fromOperator } from './from.js';
import type { SourceOperator } from './operator.js';

const yuanScale = 2;

/**
 * `amount: { figure: CF_NR_FK, unit: 万元, words: CF_NR, after: 罚款 }`: an amount in yuan with two decimals, from the
 * figure of a column and the words of the decision. The words settle what the figure leaves open: a figure in yuan
 * where the form asks for 万元, a figure without a unit (`unit: written`). Where they contradict it, or leave the unit
 * open too, the amount is refused; it is never guessed. A form that has no column for the figure leaves `figure` out,
 * and the words alone give the amount; a figure that a form has and a row lacks stays absent.
 */
export const amountOperator: SourceOperator = {
  name: 'amount',
  role: 'source',
  schema: {
    title: '金额',
    description: 'An amount in yuan from a figure, checked against the words of the decision; what stays doubtful is refused.',
    type: 'object',
    additionalProperties: false,
    minProperties: 2,
    dependentRequired: { figure: ['unit'], unit: ['figure'], words: ['after'], after: ['words'] },
    properties: {
      figure: {
        title: '数字列',
        description: 'The column of the figure; of several the amounts are added up.',
        anyOf: [{ type: 'string', minLength: 1 }, { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } }],
      },
      unit: { title: '单位', description: 'Unit of the column; written: the cell has to say it.', enum: [...unitNames, 'written'] },
      words: { title: '文字列', description: 'The column with the decision in words.', type: 'string', minLength: 1 },
      after: {
        title: '金额前的词',
        description: 'The word in front of the amount; of several the amounts are added up.',
        anyOf: [{ type: 'string', minLength: 1 }, { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } }],
      },
    },
    examples: [{ figure: 'CF_NR_FK', unit: '万元', words: 'CF_NR', after: '罚款' }],
  },
  codes: ['MAPPING_NUMBER_NOT_READABLE', 'MAPPING_NUMBER_UNIT_DOUBTFUL', 'MAPPING_NUMBER_TOO_PRECISE'],
  compile(config, context) {
    const settings = readSettings(config, context);
    return settings === undefined ? undefined : compileAmount(settings, context);
  },
};

interface Settings {
  readonly figures: readonly SourceOfValue[];
  readonly unit: MoneyUnit | 'written';
  readonly words?: SourceOfValue;
  readonly after: readonly string[];
}

/** One figure as the cell gives it. */
interface Figure {
  readonly number: Decimal;
  readonly unit?: MoneyUnit;
}

function compileAmount({ figures, unit, words, after }: Settings, context: RuleContext): SourceOfValue {
  const place = placeOf((figures[0] ?? words)?.column);
  const reading = context.reading(place);
  const failReading = reading.failure('amount', 'MAPPING_NUMBER_NOT_READABLE');
  const failUnit = reading.failure('amount', 'MAPPING_NUMBER_UNIT_DOUBTFUL', doubt(unit));
  const failPrecision = reading.failure('amount', 'MAPPING_NUMBER_TOO_PRECISE', { zh: '以元计，最多 2 位小数', en: 'at most 2 decimals of a yuan' });
  return {
    shape: 'single',
    ...place,
    evaluate: (scope, run) => {
      const read: Figure[] = [];
      for (let index = 0; index < figures.length; index++) {
        const cell = cellText(figures[index]?.evaluate(scope, run));
        if (cell === undefined) continue;
        const figure = readFigure(cell, run, failReading, failUnit);
        if (figure === undefined) return undefined;
        read.push(figure);
      }
      if (read.length === 0 && figures.length > 0) return undefined;
      const text = textOf(words?.evaluate(scope, run) ?? '') ?? '';
      const said = text === '' ? undefined : amountInWords(text, after);
      if (figures.length === 0) {
        if (said === undefined || said === 'doubtful' || tellsOfChange(text)) return undefined;
        return formatDecimal(said, yuanScale) ?? failPrecision(run, formatDecimal(said));
      }
      const amount = settled(read, unit, said, text);
      if (amount === undefined) return failUnit(run, shownFigures(read));
      return formatDecimal(amount, yuanScale) ?? failPrecision(run, shownFigures(read));
    },
  };
}

/**
 * The amount that figures and words agree on, undefined where it stays doubtful. What the cells say of their unit
 * counts where the words do not contradict; figures in yuan are believed where the words name the same amount.
 */
function settled(
  figures: readonly Figure[],
  unit: MoneyUnit | 'written',
  said: AmountInWords,
  text: string,
): Decimal | undefined {
  const declared = declaredSum(figures, unit);
  if (said === undefined || said === 'doubtful') return declared;
  if (declared !== undefined && (isSame(declared, said) || tellsOfChange(text))) return declared;
  if (tellsOfChange(text)) return undefined;
  return readings.map((name) => sumIn(figures, name)).find((amount) => isSame(amount, said));
}

/** The units in which a bare figure is tried against the words. */
const readings: readonly MoneyUnit[] = ['元', '万元'];

/** The sum in the unit that the rule declares; undefined where a cell says another one, or has to say one and does not. */
function declaredSum(figures: readonly Figure[], unit: MoneyUnit | 'written'): Decimal | undefined {
  for (const { number, unit: own } of figures) {
    const isClear = isZero(number) || (unit === 'written' ? own !== undefined : own === undefined || own === unit);
    if (!isClear) return undefined;
  }
  return sumIn(figures, unit === 'written' ? '元' : unit);
}

/** Undefined where the cell holds no number, or a unit that is none; the problem is in the run then. */
function readFigure(text: string, run: Run, failReading: Failure, failUnit: Failure): Figure | undefined {
  const plain = parseDecimal(text);
  const { number, unit } = plain === undefined ? splitUnit(text) : { number: plain };
  if (number === undefined) return failReading(run, text);
  if (unit === 'unknown') return failUnit(run, text);
  return unit === undefined ? { number } : { number, unit };
}

/** Problems are told at the first figure, or at the words where there is no figure. */
function placeOf(column: string | undefined): Pick<SourceOfValue, 'column'> {
  return column === undefined ? {} : { column };
}

/** The text of a cell, without what people write where there is nothing. */
function cellText(value: JsonValue | undefined): string | undefined {
  const text = value === undefined ? undefined : textOf(value)?.trim();
  return text === undefined ? undefined : noneText.apply(text);
}

/** The sum in yuan, of bare figures as if they were in this unit. */
function sumIn(figures: readonly Figure[], unit: MoneyUnit): Decimal {
  let total: Decimal | undefined;
  for (const { number, unit: own = unit } of figures) {
    const amount = own === '元' ? number : movePoint(number, moneyUnits[own]);
    total = total === undefined ? amount : addDecimals(total, amount);
  }
  return total ?? noAmount;
}

const noAmount: Decimal = { negative: false, digits: '0', scale: 0 };

function isSame(one: Decimal, other: Decimal): boolean {
  return one.digits === other.digits && one.scale === other.scale && one.negative === other.negative;
}

function shownFigures(figures: readonly Figure[]): string {
  return figures.map(({ number, unit = '' }) => `${formatDecimal(number) ?? ''}${unit}`).join('、');
}

function isZero({ digits }: Decimal): boolean {
  return digits === '0';
}

function doubt(unit: MoneyUnit | 'written'): Detail {
  if (unit === 'written') {
    return { zh: '来源未写明单位，文字中也没有相同的金额', en: 'the source names no unit, and its words no such amount' };
  }
  return { zh: `规则声明的单位是${unit}，单元格或文字中的金额与此不符`, en: `the rule says ${unit}, but the cell or the words say another amount` };
}

function readSettings(config: JsonValue, context: RuleContext): Settings | undefined {
  const given = readWords(config, ['figure', 'unit', 'words', 'after'], context);
  if (given === undefined) return undefined;
  const { figure, unit, words, after } = given;
  if ((figure === undefined) !== (unit === undefined) || (words === undefined) !== (after === undefined) || (figure ?? words) === undefined) {
    return context.mistake('MAPPING_SPEC_SHAPE_WRONG', config, {
      zh: 'figure 与 unit、words 与 after 各须同时出现，至少一组',
      en: 'figure with unit, words with after, or both pairs',
    });
  }
  const figures = figure === undefined ? [] : textsOf(figure, context.at('figure')).map((column) => columnOf(column, context.at('figure')));
  const unitRead = unit === undefined ? 'written' : readChoice(unit, [...unitNames, 'written'], undefined, context.at('unit'));
  const wordsRead = words === undefined ? undefined : columnOf(words, context.at('words'));
  const afterRead = after === undefined ? [] : textsOf(after, context.at('after')).map((word) => readText(word, context.at('after')));
  const isSound = figures.every((column) => column !== undefined) && afterRead.every((word) => word !== undefined);
  if (!isSound || unitRead === undefined || (words !== undefined && wordsRead === undefined)) return undefined;
  return { figures, unit: unitRead, after: afterRead, ...(wordsRead === undefined ? {} : { words: wordsRead }) };
}

/** One text or a list of them, each still to be read. */
function textsOf(config: JsonValue, context: RuleContext): readonly JsonValue[] {
  return Array.isArray(config) ? (readList(config, context) ?? []) : [config];
}

/** A column is read as `from` reads it. */
function columnOf(config: JsonValue, context: RuleContext): SourceOfValue | undefined {
  return fromOperator.compile(config, context);
}
