import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Lab } from '@klockwork/lab-tool';
import type { TestResult } from './ginkgo-report.ts';
import { changedVerdicts, junitText, parseTable, tableText } from './result-table.ts';
import { runSuite } from './run-suite.ts';
import { Suite } from './suite.ts';

// `npm run conformance -- --binary e2e.test [--focus PATTERN] [--parallel 8] [--batch 4] [--rate 1] [--out FOLDER]`: runs upstream's
// end-to-end tests against a lab of its own.

const { values } = parseArgs({
  options: {
    binary: { type: 'string' },
    focus: { type: 'string', default: String.raw`\[Conformance\]` },
    parallel: { type: 'string', default: '8' },
    batch: { type: 'string', default: '4' },
    rate: { type: 'string', default: '1' },
    out: { type: 'string', default: '.klockwork/conformance' },
  },
});
if (values.binary === undefined) {
  console.error("conformance: --binary is needed: e2e.test of upstream's release archive kubernetes-test, version 1.35");
  process.exit(1);
}

const out = resolve(values.out);
const table = join(out, 'results.tsv');
const before = existsSync(table) ? parseTable(readFileSync(table, 'utf8')) : [];
mkdirSync(out, { recursive: true });

const lab = await Lab.up(['--profile', 'fast', '--nodes', '3', '--rate', values.rate]);
let results: TestResult[];
try {
  const suite = new Suite(resolve(values.binary), join(lab.data, 'kubeconfig'));
  const tests = await suite.list(values.focus);
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
const passed = results.filter(({ verdict }) => verdict === 'passed').length;
const changes = changedVerdicts(before, results);
if (changes.length > 0) console.log(['since the last run:', ...changes].join('\n  '));
console.log(`${passed} of ${results.length} tests passed; table, JUnit and logs are in ${out}`);
process.exit(passed === results.length ? 0 : 1);
