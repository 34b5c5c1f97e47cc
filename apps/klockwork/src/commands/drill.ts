import { readFileSync } from 'node:fs';
import { type DrillFile, DrillStoppedError, drillObjectName, LabDrill, parseDrill, repeatDrill, runDrill } from '@klockwork/drill-runner';
import {
  type Drill,
  type DrillDistribution,
  type DrillPlay,
  type DrillResult,
  EXIT_CODES,
  errorsText,
  readDrillResult,
  resultJsonSchema,
} from '@klockwork/drills';
import { builtInDrills, processName } from '@klockwork/host';
import { messageOf, StopSource } from '@klockwork/kernel';
import { TestClusters } from '@klockwork/test-cluster';
import { nodeHost } from '@klockwork/test-host';
import { LabClient, Refusal } from '../client/lab-client.ts';
import { drillFile } from '../drill/drill-files.ts';
import { pathKubectl } from '../drill/path-kubectl.ts';
import { reportText } from '../drill/reports/report.ts';
import type { ReportFormat } from '../drill/reports/report-formats.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printableJson, printableLines } from '../output/printable.ts';

/** Options of `klockwork drill list`. */
export interface ListDrillsOptions {
  readonly output: 'text' | 'json';
}

/** Options of `klockwork drill report`. */
export interface ReportOptions {
  readonly output: ReportFormat;
}

/** Options of `klockwork drill run`. */
export interface RunDrillCommandOptions extends ReportOptions {
  readonly seed?: number;
  readonly repeat?: number;
  readonly solution?: string;
  /** Data folder of the lab with the Drill object. */
  readonly data?: string;
}

/** Exit code of a bad file and of wrong usage. */
const USAGE_CODE = 2;
const INTERRUPTED_CODE = 130;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Prints the built-in drills. */
export function listDrills({ output }: ListDrillsOptions): void {
  const drills = builtInDrills().map((file) => parseDrill(file.text));
  const knownDrills = drills.flatMap((read) => ('drill' in read ? [read.drill] : []));
  const rows = knownDrills.map(({ metadata: { name }, spec: { title, solutions } }) => ({
    name,
    title,
    solutions: solutions.map((one) => one.name),
  }));
  if (output === 'json') console.log(printableJson(JSON.stringify(rows, null, 2)));
  else for (const { name, title } of rows) console.log(`${name.padEnd(widthOf(rows))}  ${title}`);
}

/** Plays a drill, or one with several seeds, prints the result, and sets the exit code. */
export async function runNamedDrill(name: string, options: RunDrillCommandOptions): Promise<void> {
  const lab = await labDrill(name, options.data);
  if (lab !== undefined && 'problem' in lab) return refuse(lab.problem);
  const file = lab?.file ?? drillFile(name);
  if ('problem' in file) return refuse(file.problem);
  const read = parseDrill(file.text);
  if ('errors' in read) return refuse(`${file.source} is no valid drill:\n${errorsText(read.errors)}`);
  const play = playNamed(read.drill, options.solution);
  if (play !== undefined && 'problem' in play) return refuse(play.problem);
  await withSignals((stop) => playAndPrint(read.drill, { ...options, file, lab, play, stop }));
}

/** Prints a saved result in a format, and sets the exit code of its drill. */
export function reportDrill(file: string, { output }: ReportOptions): void {
  const value = jsonFile(file);
  const report = 'problem' in value ? value : readDrillResult(value.json);
  if ('problem' in report) refuse(report.problem);
  else if ('errors' in report) refuse(`${file} is no result of a drill:\n${errorsText(report.errors)}`);
  else printReport(report, output);
}

/** Prints the JSON Schema of results. */
export function printResultSchema(): void {
  console.log(JSON.stringify(resultJsonSchema(), null, 2));
}

function jsonFile(file: string): { readonly json: unknown } | { readonly problem: string } {
  try {
    return { json: JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    return { problem: `cannot read ${file}: ${messageOf(error)}` };
  }
}

interface PlayOptions extends RunDrillCommandOptions {
  readonly file: DrillFile;
  /** Object of a lab whose status gets the result. */
  readonly lab: LabDrill | undefined;
  readonly play: DrillPlay | undefined;
  readonly stop: StopSource;
}

async function playAndPrint(drill: Drill, { file, lab, play, stop, seed, repeat, output }: PlayOptions): Promise<void> {
  const options = { clusters: new TestClusters(nodeHost), seed, play, stop, kubectl: pathKubectl, source: file.source };
  if (repeat !== undefined) return printReport(await repeatDrill(drill, repeat, options), output);
  await lab?.begin(seed ?? drill.spec.lab.seed);
  try {
    const result = await runDrill(drill, options);
    printReport(result, output);
    await lab?.end(result);
  } catch (error) {
    if (error instanceof DrillStoppedError) await lab?.stop();
    throw error;
  }
}

/** Returns the Drill of `drills/NAME` in a lab; undefined for built-in drills and files. */
async function labDrill(word: string, data: string | undefined): Promise<LabDrill | { readonly problem: string } | undefined> {
  const name = drillObjectName(word);
  if (name === undefined) return undefined;
  try {
    const client = await LabClient.connect(labFolder(data));
    const objects = {
      getJson: <T>(path: string) => client.getJson<T>(path),
      putJson: <T>(path: string, value: object) => client.putJson<T>(path, value),
      runner: processName(),
    };
    return await LabDrill.read(objects, name);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problem: error.message };
  }
}

/** Prints a result, and sets the exit code of its drill. */
function printReport(report: DrillResult | DrillDistribution, output: ReportFormat): void {
  console.log(reportText(report, output));
  process.exitCode = EXIT_CODES[report.kind === 'DrillResult' ? report.verdict : report.worst.verdict];
}

/** Ends a drill at a signal: its faults are removed, and its cluster ends. */
async function withSignals(work: (stop: StopSource) => Promise<void>): Promise<void> {
  const stop = new StopSource();
  const onSignal = () => stop.stop();
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    await work(stop);
  } catch (error) {
    if (!(error instanceof DrillStoppedError)) throw error;
    console.error('klockwork: the drill was stopped; its faults are removed');
    process.exitCode = INTERRUPTED_CODE;
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

function playNamed({ spec: { solutions, cheats } }: Drill, name: string | undefined): DrillPlay | { readonly problem: string } | undefined {
  if (name === undefined) return undefined;
  const plays = [...solutions, ...cheats];
  const names = plays.map((play) => play.name).join(', ');
  return (
    plays.find((play) => play.name === name) ?? {
      problem: `the drill has no solution ${JSON.stringify(name)}: ${names === '' ? 'it has none' : `choose ${names}`}`,
    }
  );
}

/** Prints a mistake of the user, and sets its exit code. */
export function refuse(problem: string): void {
  console.error(`klockwork: ${printableLines(problem)}`);
  process.exitCode = USAGE_CODE;
}

function widthOf(rows: readonly { readonly name: string }[]): number {
  return Math.max(0, ...rows.map(({ name }) => name.length));
}
