import type { Rule } from '../rule.ts';
import { lineAt } from '../source-file.ts';

const VIEWS = /^apps\/console\/src\/.*\.tsx$/;
/** Text before a closing tag, and attributes for people. Placeholders are examples of a syntax. */
const LITERALS = [/>\s*[^<>{}=;()]*\p{L}{2,}[^<>{}=;()]*<\//gu, /\b(?:aria-label|title|alt)="[^"]+"/g];

/** Views take all texts from one file, which translations follow. */
export const viewTexts: Rule = {
  name: 'view-texts',
  says: 'views of the console contain no text of their own',
  *check({ packages }) {
    for (const { path, text } of packages.flatMap(({ sources }) => sources)) {
      if (!VIEWS.test(path)) continue;
      for (const pattern of LITERALS)
        for (const { 0: found, index } of text.matchAll(pattern))
          yield { path, line: lineAt(text, index), message: `${JSON.stringify(found.trim())}: move the text to texts.ts and texts-ko.ts` };
    }
  },
};
