import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { parseReference } from '../reference.ts';
import { isRepositoryPattern, repositoryPatternProblem } from '../repository-pattern.ts';
import { tagPatternProblem } from '../tag-pattern.ts';
import { duration, fields, flag, listOf, mapOf, oneOf, quantity, text, textOf, whole } from './checks.ts';
import type { NeedDescription } from './image-description.ts';

/** Signals with reactions; KILL and STOP cannot be caught. */
const SIGNALS = ['TERM', 'INT', 'HUP', 'QUIT', 'USR1', 'USR2'];
/** Fields that select the program's kind; default: a server. */
const SHAPES = ['exits', 'runsArguments', 'tool', 'script', 'commands'];
const LINES = listOf(text);

const USE = fields({
  base: quantity,
  growth: quantity,
  upTo: quantity,
  spikes: listOf(fields({ at: duration(), for: duration('period'), every: duration('period'), amount: quantity }, 'for', 'amount')),
});

const LISTENER = fields(
  {
    port: whole(1, 65_535),
    portFrom: LINES,
    protocol: oneOf('HTTP', 'HTTPS', 'GRPC', 'REDIS', 'TCP', 'ANY'),
    opensAfter: duration(),
    hangsAfter: duration(),
    answers: listOf(fields({ path: textOf(pathProblem), after: duration(), status: whole(100, 599), body: text }, 'path')),
    folder: textOf(pathProblem),
    takes: duration(),
    server: text,
    log: text,
    services: mapOf(oneOf('SERVING', 'NOT_SERVING')),
  },
  'port',
);

const NEED_FIELDS = fields({
  file: text,
  host: text,
  option: text,
  values: listOf(textOf(endProblem)),
  output: LINES,
  exitCode: whole(0, 255),
});

const PROGRAM = fields({
  startsIn: duration(),
  output: LINES,
  logs: listOf(fields({ every: duration('period'), line: text, stream: oneOf('stdout', 'stderr') }, 'every', 'line')),
  listens: listOf(LISTENER),
  signals: mapOf(fields({ ignore: flag, after: duration(), exitCode: whole(0, 255), output: LINES }), signalProblem),
  exits: fields({ after: duration(), code: whole(0, 255) }),
  needs: listOf(needProblems),
  sends: textOf(signalProblem),
  failures: listOf(fields({ after: duration(), exitCode: whole(0, 255), times: whole(1, 1_000_000), output: LINES })),
  hangsAfter: duration(),
  cpu: USE,
  memory: USE,
  runsArguments: flag,
  prepends: fields({ words: LINES, before: listOf(textOf(endProblem)), beforeUnknown: flag }, 'words'),
  requires: listOf(fields({ program: text, anyOf: LINES, unless: LINES, output: LINES, exitCode: whole(0, 255) }, 'program', 'anyOf')),
  tool: text,
  script: text,
  commands: mapOf((value, path) => programProblems(value, path)),
  otherwise: (value, path) => programProblems(value, path),
});

const IMAGE = fields(
  {
    repository: textOf(repositoryProblem),
    tags: listOf(textOf(tagPatternProblem)),
    variants: listOf(textOf(tagPatternProblem)),
    size: quantity,
    entrypoint: LINES,
    command: LINES,
    environment: mapOf(text),
    user: text,
    workingDir: textOf((value) => (value === '' || value.startsWith('/') ? undefined : 'must be an absolute path')),
    stopSignal: textOf((value) => (/^SIG[A-Z0-9+-]+$/.test(value) ? undefined : 'must be the name of a signal, such as SIGTERM')),
    exposedPorts: listOf(whole(1, 65_535)),
    versions: mapOf(text),
    tools: oneOf('none', 'busybox', 'gnu'),
    standIn: flag,
    programs: mapOf((value, path) => programProblems(value, path), nameProblem),
  },
  'repository',
  'tags',
);

/** Field errors of an image description; empty for a valid one. */
export function imageProblems(description: unknown, path: string): FieldError[] {
  return IMAGE(description, path);
}

/** Field errors of a program description from any JSON value. */
export function programProblems(program: unknown, path: string): FieldError[] {
  const wrong = PROGRAM(program, path);
  return wrong.length > 0 ? wrong : shapeProblems(program as Readonly<Record<string, unknown>>, path);
}

/** A program has one kind, and only fields of that kind. */
function shapeProblems(program: Readonly<Record<string, unknown>>, path: string): FieldError[] {
  const shapes = SHAPES.filter((shape) => program[shape] !== undefined && program[shape] !== false);
  const within = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (shapes.length > 1)
    return shapes.slice(1).map((shape) => fieldErrors.forbidden(within(shape), `may not be set together with \`${shapes[0]}\``));
  const serves = ['listens', 'logs', 'signals', 'hangsAfter'];
  const runs = ['startsIn', 'output', 'failures', 'needs', 'cpu', 'memory'];
  const [shape] = shapes;
  const not = shape === undefined ? [] : shape === 'exits' ? serves : [...serves, ...runs];
  const together = not
    .filter((name) => program[name] !== undefined)
    .map((name) => fieldErrors.forbidden(within(name), `may not be set together with \`${shape}\``));
  const ofScripts = program.runsArguments === true ? [] : ['prepends', 'requires'].filter((name) => program[name] !== undefined);
  const sends = program.sends === undefined || program.exits !== undefined ? [] : ['sends'];
  return [...together, ...onlyWith('runsArguments', ofScripts.map(within)), ...onlyWith('exits', sends.map(within))];
}

function onlyWith(other: string, paths: readonly string[]): FieldError[] {
  return paths.map((path) => fieldErrors.forbidden(path, `may only be set together with \`${other}\``));
}

function needProblems(need: unknown, path: string): FieldError[] {
  const wrong = NEED_FIELDS(need, path);
  if (wrong.length > 0) return wrong;
  const { file, host, option, values } = need as NeedDescription;
  if ([file, host, option].filter((condition) => condition !== undefined).length !== 1)
    return [fieldErrors.invalid(path, need, 'must have exactly one of `file`, `host` and `option`')];
  return onlyWith('option', values !== undefined && option === undefined ? [`${path}.values`] : []);
}

function repositoryProblem(value: string): string | undefined {
  if (isRepositoryPattern(value)) return repositoryPatternProblem(value);
  const reference = parseReference(value);
  if (reference === undefined) return 'must be the name of an image without a tag';
  const isBare = reference.digest === undefined && value.lastIndexOf(':') <= value.lastIndexOf('/');
  return isBare ? undefined : 'must have no tag and no digest: they are said by `tags`';
}

function endProblem(pattern: string): string | undefined {
  return /^(?:[^*]+\*|\*[^*]+)$/.test(pattern) ? undefined : 'must be a beginning such as -* or an end such as *.conf';
}

function signalProblem(name: string): string | undefined {
  return SIGNALS.includes(name) ? undefined : `must be one of ${SIGNALS.join(', ')}`;
}

function nameProblem(name: string): string | undefined {
  return name !== '' && !name.includes('/') ? undefined : 'must be the name of an executable without its folder';
}

function pathProblem(path: string): string | undefined {
  return /^\/[^?#]*$/.test(path) ? undefined : 'must begin with "/" and have no query';
}
