import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRepository } from './repository.ts';
import type { Finding, Rule } from './rule.ts';
import { findingText } from './rule.ts';
import { RULES } from './rules/index.ts';

// Checks the rules of the repository: `node tools/tidy/src/main.ts [--fix] [FOLDER…]`. Folders limit what is reported and mended.

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Findings that are printed unless folders or files are named. */
const LINES_MAX = 40;

const fix = process.argv.includes('--fix');
const folders = process.argv.slice(2).filter((argument) => argument !== '--fix');

function isAsked({ path }: Finding): boolean {
  return folders.length === 0 || folders.some((folder) => path.startsWith(folder));
}

function findings(rule: Rule): Finding[] {
  return [...rule.check(readRepository(root))].filter(isAsked);
}

// Each rule reads the repository again, since fixes of one rule affect others (package.json, then the lock file).
function mend(rule: Rule): void {
  for (const { path, fixed } of findings(rule)) if (fixed !== undefined) writeFileSync(join(root, path), fixed);
  for (const { path, text } of rule.lower?.(readRepository(root)) ?? []) writeFileSync(join(root, path), text);
}

if (fix) RULES.forEach(mend);
const repository = readRepository(root);
const lines = RULES.flatMap((rule) => [...rule.check(repository)].filter(isAsked).map((finding) => findingText(rule, finding)));
for (const line of lines.slice(0, folders.length === 0 ? LINES_MAX : lines.length)) console.error(line);
if (folders.length === 0 && lines.length > LINES_MAX) console.error('tidy: … (name the files that you changed to see all of theirs)');
if (lines.length > 0) console.error(`tidy: ${lines.length} findings`);
process.exit(lines.length === 0 ? 0 : 1);
