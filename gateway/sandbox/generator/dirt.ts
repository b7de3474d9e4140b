import type { Random } from '../random.js';

/** Share of cells that get one kind of dirt; with some twenty cells a row, about every third row has some. */
const rate = 0.02;
const shortForms = ['-', '/', '年'] as const;

/**
 * The ways in which departments really write a right value: each can be mended without a question.
 * What cannot be mended comes from a row's verdict.
 */
export class Dirt {
  constructor(private readonly random: Random) {}

  /** Stray spaces at the ends. */
  text(value: string): string {
    if (value === '' || !this.random.chance(rate)) return value;
    return this.random.pick([` ${value}`, `${value} `, `\u3000${value}`, `${value}\t`]);
  }

  /** Identifiers: full-width, lower case, with its own name in front, spaces. */
  code(value: string): string {
    if (value === '') return value;
    if (this.random.chance(rate)) return fullWidth(value);
    if (this.random.chance(rate)) return value.toLowerCase();
    if (value.length === 18 && this.random.chance(rate / 2) && !/^\d{17}/.test(value))
      return `统一社会信用代码：${value}`;
    return this.text(value);
  }

  /** `2026-11-03`, `2026/11/3` or `2026年11月3日`. */
  date(value: string): string {
    if (value === '') return value;
    const [year = '', month = '', day = ''] = value.split('-');
    const form = this.random.pick(shortForms);
    const written =
      form === '-'
        ? value
        : form === '/'
          ? `${year}/${Number(month)}/${Number(day)}`
          : `${year}年${Number(month)}月${Number(day)}日`;
    return this.random.chance(rate) ? fullWidth(written) : this.text(written);
  }

  /** Decimal numbers in text cells. */
  amount(value: string): string {
    return value !== '' && this.random.chance(rate) ? fullWidth(value) : this.text(value);
  }

  documentNumber(value: string): string {
    const written = this.random.chance(0.6)
      ? value
      : value.replace(/〔(\d+)〕/, this.random.pick(['[$1]', '($1)', '【$1】', '〔$1〕']));
    return this.random.chance(rate) ? written.replaceAll(/\d/g, fullWidth) : this.text(written);
  }

  /** Several words in one cell. */
  list(values: readonly string[]): string {
    return values.join(this.random.pick([';', '；', '、', ',']));
  }

  /** What stands where there is nothing. */
  nothing(): string {
    return this.random.chance(0.15) ? this.random.pick(['无', '/']) : '';
  }
}

function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}
