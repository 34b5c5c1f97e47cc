import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Lab } from '@klockwork/lab-tool';
import { focusPattern, type TestResult } from './ginkgo-report.ts';
import { listText, parseList, updatedList } from './passing-list.ts';
import { changedVerdicts, junitText, parseTable, tableText } from './result-table.ts';
import { runSuite } from './run-suite.ts';
import { Suite } from './suite.ts';

// `npm run conformance -- --binary e2e.test [--focus PATTERN] [--parallel 8] [--batch 4] [--rate 1] [--minutes 10]
// [--out FOLDER] [--list FILE] [--update-list]`: runs upstream's end-to-end tests against a lab of its own.

const { values } = parseArgs({
  options: {
    binary: { type: 'string' },
    focus: { type: 'string', default: String.raw`\[Conformance\]` },
    parallel: { type: 'string', default: '8' },
    batch: { type: 'string', default: '4' },
    rate: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    out: { type: 'string', default: '.klockwork/conformance' },
    list: { type: 'string' },
    'update-list': { type: 'boolean', default: false },
  },
});
if (values.binary === undefined) {
  console.error("conformance: --binary is needed: e2e.test of upstream's release archive kubernetes-test, version 1.35");
  process.exit(1);
}

/** Tests that pass, kept in the repository. */
const LIST = fileURLToPath(new URL('../passing.txt', import.meta.url));
const out = resolve(values.out);
const table = join(out, 'results.tsv');
const before = existsSync(table) ? parseTable(readFileSync(table, 'utf8')) : [];
mkdirSync(out, { recursive: true });

const lab = await Lab.up(['--profile', 'fast', '--nodes', '3', '--rate', values.rate]);
let results: TestResult[];
try {
  const suite = new Suite(resolve(values.binary), join(lab.data, 'kubeconfig'), Number(values.minutes) * 60);
  const listed = values.list === undefined ? undefined : parseList(readFileSync(values.list, 'utf8'));
  const tests = await suite.list(listed === undefined ? values.focus : focusPattern(listed));
  if (listed !== undefined && listed.length !== tests.length)
    throw new Error(`${values.list}: only ${tests.length} of ${listed.length} tests are in the program`);
  console.log(`${tests.length} tests, ${values.parallel} processes`);
  results = await runSuite(suite, tests, {
    parallel: Number(values.parallel),
    batch: Number(values.batch),
    logs: join(out, 'logs'),
    onResult: ({ verdict, seconds, name, message }) =>
      console.log(`${verdict}  ${seconds.toFixed(1)} s  ${name}${message === '' ? '' : `: ${message}`}`),
  });
} finally {
  await lab.down();
}
writeFileSync(table, tableText(results));
writeFileSync(join(out, 'junit.xml'), junitText(results));
if (values['update-list']) writeFileSync(LIST, listText(updatedList(parseList(readFileSync(LIST, 'utf8')), results)));
const passedCount = results.filter(({ verdict }) => verdict === 'passed').length;
const changes = changedVerdicts(before, results);
if (changes.length > 0) console.log(['since the last run:', ...changes].join('\n  '));
console.log(`${passedCount} of ${results.length} tests passed; table, JUnit and logs are in ${out}`);
process.exit(passedCount === results.length ? 0 : 1);
