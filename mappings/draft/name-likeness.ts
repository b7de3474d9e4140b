import type { Field } from '../../schemas/dataset-field.js';
import { synonyms } from './synonyms.js';

/** How much a name says that a column is a field, and in which words. */
export interface NameLikeness {
  /** 0 to 1. */
  readonly score: number;
  readonly zh: string;
  readonly en: string;
}

const exactCode = 1;
const exactTitle = 0.95;
const synonym = 0.9;
const titleWeight = 0.9;
const wordWeight = 0.7;
const none: NameLikeness = { score: 0, zh: '', en: '' };

/**
 * Likeness of a column's name and comment to what a field is called: its codes in the standards (CF_WSH), its Chinese
 * title, its own name. An exact code is as sure as a name can be.
 */
export function nameLikeness(column: { readonly name: string; readonly comment?: string }, field: Field): NameLikeness {
  const codes = standardCodes(field);
  const code = codes.find((one) => plain(one) === plain(column.name));
  if (code !== undefined) return { score: exactCode, zh: `列名即标准代码 ${code}`, en: `the column bears the standard's code ${code}` };
  const titles = titlesOf(field);
  const words = [column.comment, column.name].filter((text) => text !== undefined && /\p{Script=Han}/u.test(text));
  let best = none;
  for (const text of words) {
    for (const title of titles) {
      const isSame = plain(text ?? '') === plain(title);
      const score = isSame ? exactTitle : titleWeight * likeness(plain(text ?? ''), plain(title));
      if (synonyms[title]?.some((word) => plain(word) === plain(text ?? '')) === true && synonym > best.score) {
        best = { score: synonym, zh: `名称常用于“${title}”`, en: `the name is in use for ${title}` };
      }
      if (score > best.score) best = { score, zh: `名称与“${title}”${isSame ? '相同' : '相近'}`, en: `the name ${isSame ? 'is' : 'is like'} ${title}` };
    }
  }
  for (const name of [...codes, field.path.at(-1) ?? '', field.path.join('')]) {
    const score = plain(name) === plain(column.name) ? exactTitle : wordWeight * likeness(plain(column.name), plain(name));
    if (score > best.score) best = { score, zh: `列名与 ${name} 相近`, en: `the name is like ${name}` };
  }
  return best;
}

/** `发改办财金〔2018〕424号 CF_WSH` names the code CF_WSH; words of a text are no codes. */
function standardCodes({ schema }: Field): string[] {
  const sources = Array.isArray(schema['x-source']) ? schema['x-source'].map(String) : [];
  return sources.flatMap((source) => source.match(/\b[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\b/gu) ?? []);
}

/** The title by itself, and with that of what the field belongs to: 处罚机关名称. */
function titlesOf({ titleZh }: Field): string[] {
  const parts = titleZh.split('·');
  const [outer = '', inner = ''] = parts.slice(-2);
  return parts.length === 1 ? [outer] : [inner, `${outer}${inner}`];
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_\-.·（）()]/gu, '');
}

/** Share of the pairs of neighbouring characters that two texts have in common (Dice), 0 to 1. */
function likeness(one: string, other: string): number {
  if (one.length < 2 || other.length < 2) return 0;
  const left = pairsOf(one);
  const right = pairsOf(other);
  let common = 0;
  for (const [pair, count] of left) common += Math.min(count, right.get(pair) ?? 0);
  return (2 * common) / (one.length + other.length - 2);
}

function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at++) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
