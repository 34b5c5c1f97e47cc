import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type RealShell, type Row, runScript, whyMissing } from './run-script.ts';

// `npm run record -- --shell dash FILE SCRIPT ...` adds one row per script to the recording FILE; without scripts, compares all rows.

const { values, positionals } = parseArgs({ options: { image: { type: 'string' }, shell: { type: 'string' } }, allowPositionals: true });
const [file, ...scripts] = positionals;
const real: RealShell | undefined = values.image ? { image: values.image } : values.shell ? { shell: values.shell } : undefined;
if (file === undefined || real === undefined) {
  console.error('usage: npm run record -- --image IMAGE | --shell SHELL FILE.json [SCRIPT ...]');
  process.exit(2);
}
const missing = whyMissing(real);
if (missing !== undefined) {
  console.error(`record: skipped: ${missing}`);
  process.exit(scripts.length === 0 ? 0 : 1);
}
const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[];
process.exitCode = scripts.length === 0 ? compare(real, rows) : add(real, file);

function add(shell: RealShell, path: string): number {
  const addedRows = scripts.map((script) => runScript(shell, Buffer.from(script).toString('latin1')));
  for (const row of addedRows) console.log(JSON.stringify(row));
  writeFileSync(path, `${JSON.stringify([...rows, ...addedRows], null, 2)}\n`);
  return 0;
}

function compare(shell: RealShell, recordedRows: readonly Row[]): number {
  const differing = recordedRows.filter((row) => {
    const outcome = JSON.stringify(runScript(shell, row[0]));
    if (outcome === JSON.stringify(row)) return false;
    console.log(`recorded ${JSON.stringify(row)}\nfound    ${outcome}`);
    return true;
  });
  console.log(`record: ${recordedRows.length} rows, ${differing.length} differ`);
  return differing.length === 0 ? 0 : 1;
}
