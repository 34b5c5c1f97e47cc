import { chooseLanguage, LANGUAGES, type Language, pageLanguage } from '../language.ts';
import { TEXTS } from '../texts.ts';

/** Chooses the language of the page. The browser keeps the choice. */
export function LanguageChoice() {
  return (
    <select aria-label={TEXTS.language} value={pageLanguage()} onChange={({ target }) => chooseLanguage(target.value as Language)}>
      {Object.entries(LANGUAGES).map(([language, name]) => (
        <option key={language} value={language} lang={language}>
          {name}
        </option>
      ))}
    </select>
  );
}
