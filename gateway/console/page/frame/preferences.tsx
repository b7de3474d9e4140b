import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { LanguageContext, type Language } from '../language/text.js';
import type { Look } from './theme.js';

export type LookChoice = Look | 'as-system';

interface Preferences {
  readonly language: Language;
  readonly lookChoice: LookChoice;
  readonly look: Look;
  readonly setLanguage: (language: Language) => void;
  readonly setLookChoice: (look: LookChoice) => void;
}

const PreferencesContext = createContext<Preferences | undefined>(undefined);
const keys = { language: 'jiantong-language', look: 'jiantong-look' } as const;
const darkQuery = '(prefers-color-scheme: dark)';

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error('preferences are read outside the console');
  return preferences;
}

/** Language and look: kept in the browser of the person whose they are. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(keys.language) === 'en' ? 'en' : 'zh'));
  const [lookChoice, setLookChoice] = useState<LookChoice>(() => lookOf(localStorage.getItem(keys.look)));
  const isSystemDark = useSyncExternalStore(subscribeToSystem, () => window.matchMedia(darkQuery).matches);
  const look = lookChoice === 'as-system' ? (isSystemDark ? 'dark' : 'light') : lookChoice;
  useEffect(() => {
    localStorage.setItem(keys.language, language);
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  useEffect(() => {
    localStorage.setItem(keys.look, lookChoice);
    document.documentElement.dataset['look'] = look;
  }, [lookChoice, look]);
  return (
    <PreferencesContext value={{ language, lookChoice, look, setLanguage, setLookChoice }}>
      <LanguageContext value={language}>{children}</LanguageContext>
    </PreferencesContext>
  );
}

function lookOf(kept: string | null): LookChoice {
  return kept === 'light' || kept === 'dark' ? kept : 'as-system';
}

function subscribeToSystem(tell: () => void): () => void {
  const query = window.matchMedia(darkQuery);
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}
