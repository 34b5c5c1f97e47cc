import { statusErrors } from '@klockwork/api-machinery';
import type { Drill, DrillPlay, RunMode, RunRequest } from '@klockwork/drills';
import type { ApiRequest } from '@klockwork/http-api';
import { decodeUtf8, parseJson } from '@klockwork/kernel';
import { type DrillFile, type DrillObjects, LabDrill } from '../lab-drill.ts';
import { parseDrill } from '../parse-drill.ts';

/** Checked wish of a client. */
export interface RunOrder {
  readonly drill: Drill;
  /** Name for the command that replays the run. */
  readonly source: string;
  readonly mode: RunMode;
  readonly seed: number;
  /** Lab seconds per second of the host in the turn of the player. */
  readonly rate: number;
  /** Solution that plays in place of the player. */
  readonly play?: DrillPlay;
  /** Object of the lab whose status gets the result. */
  readonly object?: LabDrill;
}

/** Sources of drills. */
export interface DrillSources {
  readonly builtIn: readonly DrillFile[];
  /** API of the lab with Drill objects; absent: none are known. */
  readonly objects?: DrillObjects | undefined;
}

/** Body with known fields, whose mode is not yet checked. */
type Body = Omit<RunRequest, 'mode'> & { readonly mode?: string };

const TEXTS = ['drill', 'object', 'document', 'mode', 'solution'] as const;
const NUMBERS = ['seed', 'rate'] as const;
const SOURCES = ['drill', 'object', 'document'] as const;
/** Name of posted documents in the command that replays a run. */
const DOCUMENT = './drill.yaml';
const RATE_MAX = 100_000;
const KIND = { group: 'klockwork.dev', kind: 'Drill' };

/** Reads the body of a new run. Throws BadRequest, NotFound and Invalid. */
export async function runOrder(request: ApiRequest, sources: DrillSources): Promise<RunOrder> {
  const body = bodyOf(request);
  const given = SOURCES.filter((name) => body[name] !== undefined);
  if (given.length !== 1) throw statusErrors.badRequest('the body must have exactly one of drill, object and document');
  const object = body.object === undefined ? undefined : await objectOf(body.object, sources);
  const file =
    object?.file ?? (body.document === undefined ? builtIn(body.drill ?? '', sources) : { source: DOCUMENT, text: body.document });
  const drill = drillOf(file);
  const mode = modeOf(body, drill);
  const play = playOf(body, drill);
  return {
    ...{ drill, source: file.source, mode, seed: seedOf(body) ?? drill.spec.lab.seed, rate: rateOf(body) },
    ...(play !== undefined && { play }),
    ...(object !== undefined && { object }),
  };
}

function bodyOf({ body }: ApiRequest): Body {
  const value = parsed(decodeUtf8(body));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw statusErrors.badRequest('the body must be a JSON object');
  const known: readonly string[] = [...TEXTS, ...NUMBERS];
  const fields = value as Record<string, unknown>;
  for (const [name, field] of Object.entries(fields)) {
    if (!known.includes(name)) throw statusErrors.badRequest(`unknown field ${JSON.stringify(name)}: there are ${known.join(', ')}`);
    const type = NUMBERS.some((number) => number === name) ? 'number' : 'string';
    if (typeof field !== type) throw statusErrors.badRequest(`the field ${name} must be a ${type}`);
  }
  return fields;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw statusErrors.badRequest(`the body must be JSON: ${(error as Error).message}`);
  }
}

function objectOf(name: string, { objects }: DrillSources): Promise<LabDrill> {
  if (objects === undefined) throw statusErrors.badRequest('this server knows no Drill objects');
  return LabDrill.read(objects, name);
}

function builtIn(name: string, sources: DrillSources): DrillFile {
  const file = sources.builtIn.find(({ source }) => source === name);
  if (file === undefined) throw statusErrors.notFoundMessage(`no built-in drill ${JSON.stringify(name)}`);
  return file;
}

function drillOf({ source, text }: DrillFile): Drill {
  const read = parseDrill(text);
  if ('errors' in read) throw statusErrors.invalid(KIND, source, read.errors);
  return read.drill;
}

function modeOf({ mode = 'run', solution }: Body, { metadata, spec }: Drill): RunMode {
  if (mode !== 'run' && mode !== 'play') throw statusErrors.badRequest(`mode must be run or play, not ${JSON.stringify(mode)}`);
  if (mode === 'play' && solution !== undefined) throw statusErrors.badRequest('a solution plays in place of the player: mode must be run');
  if (mode === 'play' && !spec.steps.some(({ player }) => player !== undefined))
    throw statusErrors.badRequest(`${metadata.name} has no step \`player\`: run it instead`);
  return mode;
}

function playOf({ solution }: Body, { spec: { solutions, cheats } }: Drill): DrillPlay | undefined {
  if (solution === undefined) return undefined;
  const play = [...solutions, ...cheats].find(({ name }) => name === solution);
  if (play === undefined) throw statusErrors.badRequest(`the drill has no solution ${JSON.stringify(solution)}`);
  return play;
}

function seedOf({ seed }: Body): number | undefined {
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0))
    throw statusErrors.badRequest(`seed must be a whole number from 0 on, not ${seed}`);
  return seed;
}

function rateOf({ rate = 1 }: Body): number {
  if (!(rate > 0 && rate <= RATE_MAX)) throw statusErrors.badRequest(`rate must be greater than 0 and at most ${RATE_MAX}, not ${rate}`);
  return rate;
}
