import { createContext, useContext } from 'react';

export type Language = 'zh' | 'en';

/** What a person reads, or how it is made of figures and names. */
// oxlint-disable-next-line typescript/no-explicit-any -- any parameters: each message has its own, and keeps them
type Text = string | ((...parts: any[]) => string);

/** Both languages of one message stand side by side, so that one of them cannot be forgotten. */
type Messages = Readonly<Record<string, { readonly zh: Text; readonly en: Text }>>;

/** The messages of a table in one language. */
type TextsOf<M extends Messages> = { readonly [K in keyof M]: M[K][Language] };

export const LanguageContext = createContext<Language>('zh');

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** A table of messages, each `{ zh, en }`; a message with figures in it is a function of them. */
export function messages<M extends Messages>(table: M): Readonly<Record<Language, TextsOf<M>>> {
  const inLanguage = (language: Language): TextsOf<M> =>
    Object.fromEntries(Object.entries(table).map(([key, message]) => [key, message[language]])) as TextsOf<M>;
  return { zh: inLanguage('zh'), en: inLanguage('en') };
}

/** The table in the language that the page is read in. */
export function useText<T>(table: Readonly<Record<Language, T>>): T {
  return table[useLanguage()];
}
