/**
 * `oneOf(['a', 'b'])` reads `a, b`; of very many the first twenty. With what was given, only those that have a word
 * with the same beginning, where there are any: `penalties` means `administrative-penalty`.
 */
export function oneOf(names: Iterable<string>, given = ''): { zh: string; en: string } {
  const all = [...names];
  const beginnings = beginningsOf(given);
  const alike = all.filter((name) => beginningsOf(name).some((beginning) => beginnings.includes(beginning)));
  const shown = (alike.length === 0 ? all : alike).slice(0, namesShownMax);
  const text = all.length === 0 ? '（尚无 none yet）' : `${shown.join(', ')}${all.length > shown.length ? ' …' : ''}`;
  return { zh: text, en: text };
}

const namesShownMax = 20;
const beginningLength = 5;

function beginningsOf(name: string): readonly string[] {
  return name.split('-').filter((word) => word.length >= beginningLength).map((word) => word.slice(0, beginningLength));
}
