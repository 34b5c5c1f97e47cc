import { asMilli, asNumber, parseDuration } from '@klockwork/api-machinery';
import type { Failure, Image, Life, Listener, Need, PathAnswer, Program, Reaction, Requirement, ScriptProgram, Tools } from '../image.ts';
import { parseReference, repositoryText } from '../reference.ts';
import { tagMatcher } from '../tag-pattern.ts';
import type { Use } from '../usage/use.ts';
import type {
  AnswerDescription,
  FailureDescription,
  ImageDescription,
  ListenerDescription,
  NeedDescription,
  PrependDescription,
  ProgramDescription,
  RequirementDescription,
  SignalDescription,
  UseDescription,
} from './image-description.ts';

/** Executable of an image without another one. */
const STAND_IN = 'stand-in';
const SIZE_BYTES = 64 * 1024 * 1024;

/** Compiles a valid description (see `imageProblems`) to the image that a runtime runs. Programs are compiled at their first use. */
export function compileImage(description: ImageDescription): Image {
  const reference = parseReference(description.repository);
  const { entrypoint = [], command = [], programs = {}, tools = 'busybox' } = description;
  const isBare = entrypoint.length === 0 && command.length === 0 && Object.keys(programs).length === 0;
  const isStandIn = description.standIn ?? isBare;
  let compiled: Image['programs'] | undefined;
  return {
    repository: reference === undefined ? description.repository : repositoryText(reference),
    tags: tagMatcher(description.tags, description.variants),
    sizeBytes: description.size === undefined ? SIZE_BYTES : asNumber(description.size),
    entrypoint: isStandIn && entrypoint.length + command.length === 0 ? [STAND_IN] : entrypoint,
    command,
    environment: description.environment ?? {},
    user: description.user ?? '',
    workingDir: description.workingDir ?? '',
    stopSignal: description.stopSignal ?? 'SIGTERM',
    tools,
    isBare,
    isStandIn,
    versions: description.versions ?? {},
    get programs() {
      compiled ??= { ...(isStandIn && standInPrograms(tools)), ...mapValues(programs, compileProgram) };
      return compiled;
    },
    description,
  };
}

/** Scripts of a stand-in find bash, too. */
function standInPrograms(tools: Tools): Readonly<Record<string, Program>> {
  return { [STAND_IN]: { type: 'stand-in' }, ...(tools === 'busybox' && { bash: { type: 'tool', name: 'bash' } as const }) };
}

/** Compiles the description of an executable. */
function compileProgram(program: ProgramDescription): Program {
  if (program.runsArguments === true) return scriptOf(program);
  if (program.script !== undefined) return { type: 'shell', script: program.script };
  if (program.tool !== undefined) return { type: 'tool', name: program.tool };
  if (program.commands !== undefined) return commandsOf(program.commands, program.otherwise);
  const life = { lines: program.output ?? [], ...lifeOf(program) };
  const { exits, sends } = program;
  return exits === undefined
    ? { type: 'serve', ...life, ...serviceOf(program) }
    : { type: 'exit', ...life, code: exits.code ?? 0, afterMs: msOf(exits.after), ...(sends !== undefined && { sends }) };
}

function scriptOf({ prepends, requires = [] }: ProgramDescription): ScriptProgram {
  return {
    type: 'wrapper',
    ...(prepends && { prepends: prependsOf(prepends) }),
    ...(requires.length > 0 && { requires: requires.map(requirementOf) }),
  };
}

function prependsOf({ words, before = ['-*'], beforeUnknown = false }: PrependDescription): NonNullable<ScriptProgram['prepends']> {
  return { words, before: endsMatcher(before), beforeUnknown };
}

/** Pattern for texts with a prefix or suffix of `patterns`. */
function endsMatcher(patterns: readonly string[], flags = ''): RegExp {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    patterns.map((pattern) => (pattern.startsWith('*') ? `${literal(pattern.slice(1))}$` : `^${literal(pattern.slice(0, -1))}`)).join('|'),
    flags,
  );
}

function requirementOf({ program, anyOf, unless = [], output = [], exitCode = 1 }: RequirementDescription): Requirement {
  return { program, anyOf: anyOf.map(variableOf), unless, lines: output, code: exitCode };
}

function variableOf(text: string): { name: string; value?: string } {
  const at = text.indexOf('=');
  return at < 0 ? { name: text } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

function commandsOf(commands: Readonly<Record<string, ProgramDescription>>, otherwise: ProgramDescription = {}): Program {
  return { type: 'commands', by: mapValues(commands, compileProgram), otherwise: compileProgram(otherwise) };
}

function needOf({ file, host, option = '', values, output = [], exitCode = 1 }: NeedDescription): Need {
  const end = { lines: output, code: exitCode };
  if (file !== undefined) return { type: 'file', path: file, ...end };
  if (host !== undefined) return { type: 'host', name: host, ...end };
  return { type: 'option', name: option, ...(values && { values: endsMatcher(values, 'i') }), ...end };
}

function lifeOf({ startsIn, failures = [], needs = [], cpu, memory }: ProgramDescription): Life {
  return {
    ...(startsIn !== undefined && { startsInMs: msOf(startsIn) }),
    ...(failures.length > 0 && { failures: failures.map(failureOf) }),
    ...(needs.length > 0 && { needs: needs.map(needOf) }),
    ...(cpu && { cpu: useOf(cpu, asMilli) }),
    ...(memory && { memory: useOf(memory, asNumber) }),
  };
}

function serviceOf({ signals = {}, listens = [], logs = [], hangsAfter }: ProgramDescription) {
  // INT and QUIT default to the reaction to TERM.
  const { TERM = {}, INT = TERM, QUIT = TERM, ...others } = signals;
  return {
    reactions: mapValues({ TERM, INT, QUIT, ...others }, reactionOf),
    listens: listens.map((listener) => listenerOf(listener, hangsAfter)),
    logs: logs.map(({ every, line, stream = 'stdout' }) => ({ everyMs: msOf(every), line, stream })),
    ...(hangsAfter !== undefined && { hangsAfterMs: msOf(hangsAfter) }),
  };
}

function reactionOf({ ignore = false, after, exitCode = 0, output = [] }: SignalDescription): Reaction {
  return { goesOn: ignore, code: exitCode, lines: output, afterMs: msOf(after) };
}

function failureOf({ after, exitCode = 1, times = Number.POSITIVE_INFINITY, output = [] }: FailureDescription): Failure {
  return { afterMs: msOf(after), exitCode, times, lines: output };
}

/** A hung program hangs on all ports. */
function listenerOf(description: ListenerDescription, all?: string): Listener {
  const { port, portFrom, protocol = 'HTTP', opensAfter, hangsAfter, answers, folder, takes, server, log, services } = description;
  const hangs = [hangsAfter, all].filter((text) => text !== undefined).map(msOf);
  return {
    port,
    ...(portFrom && { portFrom }),
    speaks: protocol.toLowerCase() as Listener['speaks'],
    ...(opensAfter !== undefined && { opensAfterMs: msOf(opensAfter) }),
    ...(hangs.length > 0 && { hangsAfterMs: Math.min(...hangs) }),
    ...(answers && answers.length > 0 && { paths: pathsOf(answers) }),
    ...(folder !== undefined && { folder }),
    ...(takes !== undefined && { takesMs: msOf(takes) }),
    ...(server !== undefined && { server }),
    ...(log !== undefined && { log }),
    ...(services && { health: services }),
  };
}

/** Responses by path, in chronological order. */
function pathsOf(answers: readonly AnswerDescription[]): Record<string, PathAnswer[]> {
  const paths: Record<string, PathAnswer[]> = {};
  for (const { path, after, status = 200, body = '' } of answers) {
    paths[path] ??= [];
    paths[path].push({ afterMs: msOf(after), status, body });
  }
  for (const answers of Object.values(paths)) answers.sort((a, b) => a.afterMs - b.afterMs);
  return paths;
}

function useOf({ base = '0', growth = '0', upTo, spikes = [] }: UseDescription, amountOf: (quantity: string) => number): Use {
  return {
    base: amountOf(base),
    growthPerSecond: amountOf(growth),
    upTo: upTo === undefined ? Number.POSITIVE_INFINITY : amountOf(upTo),
    spikes: spikes.map((spike) => ({
      atMs: msOf(spike.at),
      forMs: msOf(spike.for),
      everyMs: spike.every === undefined ? undefined : msOf(spike.every),
      amount: amountOf(spike.amount),
    })),
  };
}

/** Whole ms, rounded up. */
function msOf(duration = '0s'): number {
  const parsedDuration = parseDuration(duration);
  return 'ms' in parsedDuration ? Math.ceil(parsedDuration.ms) : 0;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
