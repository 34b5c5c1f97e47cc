/** Test of the suite, by its full title: `[sig-apps] Job should … [Conformance]`. */
export interface SuiteTest {
  readonly name: string;
  /** True for a test that needs the lab alone. */
  readonly isSerial: boolean;
}

/** Verdict of a test. `lost`: its program ended without one. */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'lost';

/** How a test ended. */
export interface TestResult {
  readonly name: string;
  readonly verdict: Verdict;
  readonly seconds: number;
  /** First line of the failure; empty for a passed test. */
  readonly message: string;
}

/** Fields that are read of Ginkgo's JSON report. */
interface Report {
  readonly SpecReports?: readonly SpecReport[];
}

interface SpecReport {
  readonly ContainerHierarchyTexts?: readonly string[] | null;
  readonly LeafNodeType: string;
  readonly LeafNodeText: string;
  readonly State: string;
  /** In ns. */
  readonly RunTime: number;
  readonly Failure?: { readonly Message?: string };
}

const SECOND_NS = 1e9;
const SERIAL = /\[Serial\]/;

/** Returns the tests that a report selects, with or without having run them. */
export function selectedTests(json: string): SuiteTest[] {
  return selected(json).map((spec) => ({ name: nameOf(spec), isSerial: SERIAL.test(nameOf(spec)) }));
}

/** Returns the results of a report: one for each selected test. */
export function testResults(json: string): TestResult[] {
  return selected(json).map((spec) => ({
    name: nameOf(spec),
    verdict: spec.State === 'passed' ? 'passed' : 'failed',
    seconds: spec.RunTime / SECOND_NS,
    message: firstLine(spec.Failure?.Message ?? ''),
  }));
}

/** Returns the pattern of `--ginkgo.focus` that selects exactly these tests. */
export function focusPattern(names: readonly string[]): string {
  return `(${names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|')})$`;
}

/** Ginkgo reports all tests of its program: those outside of the focus are skipped. */
function selected(json: string): SpecReport[] {
  const reports = JSON.parse(json) as readonly Report[];
  return reports.flatMap(({ SpecReports = [] }) =>
    SpecReports.filter(({ LeafNodeType, State }) => LeafNodeType === 'It' && State !== 'skipped'),
  );
}

function nameOf({ ContainerHierarchyTexts, LeafNodeText }: SpecReport): string {
  return [...(ContainerHierarchyTexts ?? []), LeafNodeText].join(' ');
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}
