import { useLanguage } from './text.js';

const tags = { zh: 'zh-CN', en: 'en-GB' } as const;

/** How figures are written in the page's language. */
export function useNumber(): (value: number, options?: Intl.NumberFormatOptions) => string {
  const tag = tags[useLanguage()];
  return (value, options) => new Intl.NumberFormat(tag, options).format(value);
}
