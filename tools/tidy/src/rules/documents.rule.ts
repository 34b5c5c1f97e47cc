import { posix } from 'node:path';
import type { Repository } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';
import { lineAt } from '../source-file.ts';

/** Checks links and commands in documents. */
export const documents: Rule = {
  name: 'documents',
  says: 'links in documents lead somewhere, commands in them exist, and nothing in them is about one machine',
  *check(repository) {
    for (const [path, text] of repository.files) {
      if (!path.endsWith('.md')) continue;
      yield* deadLinks(repository, path, text);
      yield* unknownCommands(repository, path, text);
      yield* missingFiles(repository, path, text);
      yield* machineTalk(path, text);
    }
  },
};

function* deadLinks({ files }: Repository, path: string, text: string): Iterable<Finding> {
  for (const { 1: link, index } of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^(?:https?:|mailto:)/.test(link!)) continue;
    const [file, anchor] = link!.split('#') as [string, string?];
    const target = file === '' ? path : posix.join(posix.dirname(path), file);
    const line = lineAt(text, index);
    const isFolder = [...files.keys()].some((other) => other.startsWith(`${target.replace(/\/$/, '')}/`));
    if (!files.has(target) && !isFolder && target !== 'LICENSE')
      yield { path, line, message: `the link ${link} leads nowhere: name a file of the repository` };
    else if (anchor !== undefined && !anchorsOf(files.get(target) ?? '').includes(anchor)) {
      yield { path, line, message: `${target} has no heading for #${anchor}` };
    }
  }
}

// Anchors of headings, like on GitHub.
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(({ 1: heading }) => heading!);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function* unknownCommands({ files, manifest }: Repository, path: string, text: string): Iterable<Finding> {
  const scripts = Object.keys((manifest as { scripts?: Record<string, string> }).scripts ?? {});
  for (const { 1: script, index } of text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)) {
    if (!scripts.includes(script!))
      yield { path, line: lineAt(text, index), message: `npm run ${script}: there is no such script in package.json` };
  }
  const commands = commandsOf(files);
  for (const { 1: command, index } of text.matchAll(/\bnpx klockwork ([a-z][\w-]*)/g)) {
    if (!commands.includes(command!))
      yield { path, line: lineAt(text, index), message: `npx klockwork ${command}: the command line has no such command` };
  }
}

/** Commands registered in `program.ts` and its sibling files. */
function commandsOf(files: Repository['files']): string[] {
  const programs = [...files].filter(([path]) => /^apps\/klockwork\/src\/program(?:-\w+)?\.ts$/.test(path));
  return programs.flatMap(([, text]) => [...text.matchAll(/\.command\('([\w-]+)/g)].map(({ 1: name }) => name!));
}

const REPOSITORY_PATH = /`((?:libs|apps|tools|docs|e2e)\/[\w./-]+)`/g;

/** Finds paths in code that lead nowhere: paths from the root, or from the sources beside a README. Placeholders are no paths. */
function* missingFiles({ files }: Repository, path: string, text: string): Iterable<Finding> {
  for (const { 1: named = '', index } of text.matchAll(REPOSITORY_PATH)) {
    if (/\/(?:generated|dist)\//.test(named) || exists(files, named) || exists(files, posix.join(posix.dirname(path), 'src', named)))
      continue;
    yield { path, line: lineAt(text, index), message: `\`${named}\` is not in the repository: name a file or folder that exists` };
  }
}

function exists(files: Repository['files'], path: string): boolean {
  return files.has(path) || [...files.keys()].some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`));
}

const MACHINE_TALK = /(?<![\w.~:/-])\/(?:work|home|root|Users)\/[\w.-]+/g;

function* machineTalk(path: string, text: string): Iterable<Finding> {
  for (const { 0: word, index } of text.matchAll(MACHINE_TALK)) {
    yield { path, line: lineAt(text, index), message: `"${word}" is a path of one machine: write it from the root of the repository` };
  }
}
