import type { Fault } from '../plain-words/faults.ts';
import { documentFaultsOf, faultsOf, titleFaultsOf } from '../plain-words/faults.ts';
import { commentsOf, paragraphsOf, titlesOf } from '../plain-words/passages.ts';
import { ratchetRule } from '../ratchet.ts';
import type { Repository } from '../repository.ts';
import type { Finding } from '../rule.ts';

/** Sentences are plain; the count of exceptions may only fall. */
export const plainWords = ratchetRule({
  name: 'plain-words',
  says: 'comments, documents and titles of tests name their subject; a package has at most as many exceptions as its count allows',
  path: 'tools/tidy/src/plain-words.json',
  refusal: (folder, count, most) => `${folder} has ${count} sentences to reword, at most ${most} are allowed: reword the new ones`,
  exceptions: faultsByFolder,
});

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
  const titles = /\.(?:spec|part|contract)\.ts$/.test(path) ? titlesOf(text) : [];
  return [...faultsOf(commentsOf(text)), ...titleFaultsOf(titles)];
}

function pageFaults(markdown: string): Fault[] {
  const paragraphs = paragraphsOf(markdown);
  return [...documentFaultsOf(paragraphs), ...faultsOf(paragraphs)];
}

function folderOf({ packages }: Repository, path: string): string {
  return packages.find(({ folder }) => path.startsWith(`${folder}/`))?.folder ?? 'docs';
}
