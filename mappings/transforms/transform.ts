/** A named change of a text. Applying it twice gives the same as once; undefined means that there is no value. */
export interface Transform {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly apply: (text: string) => string | undefined;
}

/** Full-width forms (U+FF01–U+FF5E and the ideographic space) as ASCII. Gives the same text if there are none. */
export function toHalfWidth(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3000 || (code >= 0xff01 && code <= 0xff5e)) return convertFrom(text, at);
  }
  return text;
}

function convertFrom(text: string, start: number): string {
  let converted = text.slice(0, start);
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3000) converted += ' ';
    else converted += code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : text.charAt(at);
  }
  return converted;
}
