import { FileError, type Files } from '@klockwork/files';
import { compilePattern, matchesPattern } from './pattern.ts';

/** Max names of one pattern. */
const NAMES_MAX = 100_000;

/** Sorted file names matching a pattern; empty without a match. Leading dots match literally only. */
export function filesLike(pattern: string, files: Files): readonly string[] {
  const isAbsolute = pattern.startsWith('/');
  const parts = pattern.split('/').filter((part) => part !== '');
  let paths = [isAbsolute ? '/' : ''];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1 && !pattern.endsWith('/');
    paths = paths.flatMap((folder) => inFolder(folder, part, files, isLast)).slice(0, NAMES_MAX);
  }
  return pattern.endsWith('/') ? paths.map((name) => `${name}/`) : paths;
}

function inFolder(folder: string, part: string, files: Files, isLast: boolean): string[] {
  const prefix = folder === '' || folder === '/' ? folder : `${folder}/`;
  if (!/[*?[]/.test(part.replace(/\\./g, ''))) {
    const path = prefix + part.replace(/\\(.)/g, '$1');
    return files.exists(path) ? [path] : [];
  }
  const compiledPattern = compilePattern(part);
  return namesIn(folder || '.', files)
    .filter((name) => (!name.startsWith('.') || part.startsWith('.')) && matchesPattern(compiledPattern, name))
    .map((name) => prefix + name)
    .filter((path) => isLast || isFolder(path, files));
}

function namesIn(folder: string, files: Files): readonly string[] {
  try {
    return files.list(folder);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

function isFolder(path: string, files: Files): boolean {
  return files.exists(path) && files.stat(path).type === 'folder';
}
