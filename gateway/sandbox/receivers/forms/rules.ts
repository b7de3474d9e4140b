import { isEmpty, type Rule } from './form.js';

/** A rule in the receiver's own words. */
export const rule = (said: string, isBroken: Rule['isBroken']): Rule => ({ said, isBroken });

/** Where both are given, the one is not before the other; a day against an instant counts by its day. */
export const notBefore = (name: string, other: string): Rule =>
  rule(`${name} 应不早于 ${other}`, (row) => {
    const [value, earlier] = [row[name], row[other]];
    if (typeof value !== 'string' || typeof earlier !== 'string') return false;
    const length = Math.min(value.length, earlier.length);
    return value.slice(0, length) < earlier.slice(0, length);
  });

/** Where a column has one of these values, the other has to be there. */
export const needs = (other: string, name: string, ...values: readonly string[]): Rule =>
  rule(`${name} 为 ${values.join('、')} 时应填 ${other}`, (row) => values.includes(String(row[name])) && isEmpty(row[other]));

/**
 * Nobody enforces alone.
 * @law 行政处罚法 第四十二条
 */
export const atLeastTwo = (name: string): Rule =>
  rule(`${name} 应至少两人`, (row) => Array.isArray(row[name]) && row[name].length === 1);
