import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubectl } from '@klockwork/kubectl-tool';
import { focusPattern, type SuiteTest, selectedTests, type TestResult, testResults } from './ginkgo-report.ts';

/** Time limit of the list of tests, in s of the host. */
const LIST_SECONDS_MAX = 600;
/** Time for a report after the program's own time limit, in s. */
const REPORT_SECONDS_MAX = 60;
const REPORT = 'report.json';

/** Upstream's test program against one cluster. */
export class Suite {
  readonly #binary: string;
  readonly #kubeconfig: string;
  readonly #testSecondsMax: number;

  /** `kubeconfig` is a path. `testSecondsMax`: time limit of a test, in s of the host. */
  constructor(binary: string, kubeconfig: string, testSecondsMax: number) {
    this.#binary = binary;
    this.#kubeconfig = kubeconfig;
    this.#testSecondsMax = testSecondsMax;
  }

  /** Returns the tests that a pattern of Ginkgo selects. Throws an Error with the program's last lines when it fails. */
  async list(focus: string): Promise<SuiteTest[]> {
    const { report, output } = await this.#run(focus, ['--ginkgo.dry-run'], LIST_SECONDS_MAX);
    if (report === undefined) throw new Error(`${this.#binary} lists no tests: ${output.trim().split('\n').slice(-3).join(' | ')}`);
    return selectedTests(report);
  }

  /** Runs tests one after the other in one process. A test without a verdict is `lost`. `log` receives the output of failures. */
  async run(names: readonly string[], log: string): Promise<TestResult[]> {
    const seconds = this.#testSecondsMax * names.length;
    const { report, output } = await this.#run(focusPattern(names), [`--ginkgo.timeout=${seconds}s`], seconds);
    const results = new Map((report === undefined ? [] : testResults(report)).map((result) => [result.name, result]));
    if (names.some((name) => results.get(name)?.verdict !== 'passed')) writeFileSync(log, output);
    return names.map((name) => results.get(name) ?? { name, verdict: 'lost', seconds: 0, message: 'the program ended without a verdict' });
  }

  async #run(focus: string, options: readonly string[], seconds: number): Promise<{ report: string | undefined; output: string }> {
    const folder = mkdtempSync(join(tmpdir(), 'klockwork-conformance-'));
    try {
      const output = await this.#output([...this.#options(focus), ...options, `--ginkgo.json-report=${REPORT}`], { folder, seconds });
      const file = join(folder, REPORT);
      return { report: existsSync(file) ? readFileSync(file, 'utf8') : undefined, output };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #options(focus: string): string[] {
    return [
      `--kubeconfig=${this.#kubeconfig}`,
      '--provider=skeleton',
      `--kubectl-path=${kubectl('1.35')}`,
      '--kube-api-content-type=application/json',
      '--minStartupPods=-1',
      '--allowed-not-ready-nodes=3',
      '--ginkgo.no-color',
      `--ginkgo.focus=${focus}`,
    ];
  }

  #output(args: readonly string[], { folder, seconds }: { readonly folder: string; readonly seconds: number }): Promise<string> {
    return new Promise((resolve, reject) => {
      const env = { ...process.env, KUBECONFIG: this.#kubeconfig, HOME: folder };
      const child = spawn(this.#binary, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const chunks: Buffer[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      const timer = setTimeout(() => child.kill('SIGKILL'), (seconds + REPORT_SECONDS_MAX) * 1_000);
      child.once('error', reject);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(Buffer.concat(chunks).toString('utf8'));
      });
    });
  }
}
