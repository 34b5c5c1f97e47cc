/** Languages of the console, each by its own name. */
export const LANGUAGES = { en: 'English', ko: '한국어' } as const;

export type Language = keyof typeof LANGUAGES;

const KEY = 'klockwork:language';

/** Returns the chosen language, else the first supported one of the browser's preferences, else English. */
export function languageOf(chosen: string | undefined, preferred: readonly string[]): Language {
  const wanted = [chosen, ...preferred].map((text) => text?.split('-')[0]);
  return wanted.find(isLanguage) ?? 'en';
}

/** Returns the language of this page. */
export function pageLanguage(): Language {
  // Specs have no document.
  if (typeof document === 'undefined') return 'en';
  return languageOf(localStorage.getItem(KEY) ?? undefined, navigator.languages);
}

/** Stores the language for this origin, and shows the page in it. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  location.reload();
}

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(LANGUAGES, text);
}
