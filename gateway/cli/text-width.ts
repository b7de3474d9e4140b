/** Characters that a terminal draws two columns wide: Chinese, its punctuation, full-width forms, emoji. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
/** Characters that add nothing to the width: combining marks, joiners, direction marks. */
const invisible = /[\p{Mn}\p{Me}\p{Cf}]/u;
const control = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** Columns that the text takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text padded with spaces to the width; longer text stays as it is. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

/** The text in at most `widthMax` columns, ending in `…` where something was cut off. */
export function clip(text: string, widthMax: number): string {
  if (textWidth(text) <= widthMax) return text;
  let clipped = '';
  let width = 1;
  for (const character of text) {
    width += characterWidth(character);
    if (width > widthMax) break;
    clipped += character;
  }
  return `${clipped}…`;
}

/** The text without line breaks and control characters: far systems' words must not steer a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*\r?\n\s*/g, ' ').replaceAll(control, '�');
}

function characterWidth(character: string): number {
  if (invisible.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
