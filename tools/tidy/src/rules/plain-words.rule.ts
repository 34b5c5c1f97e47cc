import { jsonText } from '../json-text.ts';
import type { Fault } from '../plain-words/faults.ts';
import { documentFaultsOf, faultsOf, titleFaultsOf } from '../plain-words/faults.ts';
import { commentsOf, paragraphsOf, titlesOf } from '../plain-words/passages.ts';
import type { Repository } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';

const RATCHET = 'tools/tidy/src/plain-words.json';

/** Sentences are plain; the count of exceptions may only fall. */
export const plainWords: Rule = {
  name: 'plain-words',
  says: 'comments, documents and titles of tests name their subject; a package has at most as many exceptions as its count allows',
  *check(repository) {
    const allowed = allowedIn(repository);
    for (const [folder, faults] of faultsByFolder(repository)) {
      const most = allowed[folder] ?? 0;
      if (faults.length <= most) continue;
      yield {
        path: RATCHET,
        message: `${folder} has ${faults.length} sentences to reword, at most ${most} are allowed: reword the new ones`,
      };
      yield* faults;
    }
  },
  *lower(repository) {
    const allowed = allowedIn(repository);
    const counts = [...faultsByFolder(repository)].map(([folder, { length }]) => [folder, Math.min(length, allowed[folder] ?? 0)] as const);
    const kept = counts.filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = jsonText(Object.fromEntries(kept));
    if (text !== repository.files.get(RATCHET)) yield { path: RATCHET, text };
  },
};

function allowedIn({ files }: Repository): Readonly<Record<string, number>> {
  return JSON.parse(files.get(RATCHET) ?? '{}') as Record<string, number>;
}

/** Faults of each package; documents outside of packages belong to `docs`. */
function faultsByFolder(repository: Repository): ReadonlyMap<string, readonly Finding[]> {
  const folders = new Map<string, Finding[]>();
  const add = (folder: string, path: string, faults: readonly Fault[]) => {
    folders.set(folder, [...(folders.get(folder) ?? []), ...faults.map((fault) => ({ path, ...fault }))]);
  };
  for (const { folder, sources } of repository.packages) {
    for (const { path, text } of sources) add(folder, path, sourceFaults(path, text));
  }
  for (const [path, text] of repository.files) {
    if (path.endsWith('.md')) add(folderOf(repository, path), path, pageFaults(text));
  }
  return folders;
}

function sourceFaults(path: string, text: string): Fault[] {
  const titles = /\.(?:spec|contract)\.ts$/.test(path) ? titlesOf(text) : [];
  return [...faultsOf(commentsOf(text)), ...titleFaultsOf(titles)];
}

function pageFaults(markdown: string): Fault[] {
  const paragraphs = paragraphsOf(markdown);
  return [...documentFaultsOf(paragraphs), ...faultsOf(paragraphs)];
}

function folderOf({ packages }: Repository, path: string): string {
  return packages.find(({ folder }) => path.startsWith(`${folder}/`))?.folder ?? 'docs';
}
