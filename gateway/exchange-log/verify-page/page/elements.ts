/** An element of the page. Texts become text nodes, never markup: a bundle may say what it likes. */
export function el(name: string, attributes: Readonly<Record<string, string>>, children: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/** The Chinese words, and the English ones small beside them; the latter may be missing. */
export function inBoth(zh: string, en: string): readonly (Node | string)[] {
  return en === '' ? [zh] : [`${zh} `, el('span', { lang: 'en' }, [en])];
}
