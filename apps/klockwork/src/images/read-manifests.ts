import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { UserError } from '../user-error.ts';

const EXTENSIONS = /\.(?:ya?ml|json)$/;
const STDIN = 0;

/** The documents of files and folders, `-` being the standard input. Throws UserError for what cannot be read. */
export function readManifests(paths: readonly string[], isRecursive: boolean): unknown[] {
  return paths.flatMap((path) => filesOf(path, isRecursive)).flatMap(({ name, text }) => documentsOf(name, text));
}

function filesOf(path: string, isRecursive: boolean): { name: string; text: string }[] {
  try {
    if (path === '-') return [{ name: 'the standard input', text: readFileSync(STDIN, 'utf8') }];
    if (!statSync(path).isDirectory()) return [{ name: path, text: readFileSync(path, 'utf8') }];
    const entries = readdirSync(path, { withFileTypes: true, recursive: isRecursive });
    const files = entries
      .filter((entry) => entry.isFile() && EXTENSIONS.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    return files.sort().map((name) => ({ name, text: readFileSync(name, 'utf8') }));
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${(error as Error).message}`);
  }
}

function documentsOf(name: string, text: string): unknown[] {
  return parseAllDocuments(text).map((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw new UserError(`${name} is not YAML: ${problem.message.split('\n')[0]}`);
    return document.toJS();
  });
}
