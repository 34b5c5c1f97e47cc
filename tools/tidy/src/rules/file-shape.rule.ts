import type { Rule } from '../rule.ts';

const LINES_MAX = 300;
/** Specs may contain longer lists of cases. */
const SPEC_LINES_MAX = 350;

/** Recorded output in a test is data, thus not counted. */
const TRANSCRIPT = /toMatchInlineSnapshot\(`[\s\S]*?`\s*\)/g;

const VAGUE = /(?:^|[/.-])(?:utils?|common|shared|misc|helpers?)(?=[/.-])/;
const KEBAB = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/** Each file contains one concept, named by its file name. */
export const fileShape: Rule = {
  name: 'file-shape',
  says: `files are at most ${LINES_MAX} lines (tests ${SPEC_LINES_MAX}, transcripts not counted), kebab-case, and named after what they are about`,
  *check({ packages }) {
    for (const { path, text, isTest } of packages.flatMap(({ sources }) => sources)) {
      const lines = text.replace(TRANSCRIPT, '').split('\n').length - 1;
      const most = isTest ? SPEC_LINES_MAX : LINES_MAX;
      if (lines > most) {
        yield { path, message: `${lines} lines; a long file is two concepts: split it in files of at most ${most}` };
      }
      const inPackage = path.slice(path.indexOf('/src/') + 1);
      const vague = inPackage.match(VAGUE);
      if (vague !== null) yield { path, message: `"${vague[0].slice(1)}" says nothing: name the file after its concept` };
      if (inPackage.split('/').some((part) => !KEBAB.test(part))) yield { path, message: 'names of files and folders are kebab-case' };
    }
  },
};
