import type { ResolvedImage } from '../pull.ts';
import { compileImage } from './compile-image.ts';
import type { ImageDescription, ProgramDescription } from './image-description.ts';
import { programProblems } from './image-problems.ts';

/** The annotation by which a pod says what the first process of a container does. Its value is a program's description as JSON. */
export function behaviorAnnotation(container: string): string {
  return `klockwork.dev/${container}.behavior`;
}

/**
 * The image with what `json` says of the program that `argv` runs: fields that it has take the place of the image's, and a program that
 * the image does not have is there. Gives the reason when it is no description.
 */
export function withBehavior(resolved: ResolvedImage, argv: readonly string[], json: string): ResolvedImage | { readonly problem: string } {
  const parsed = parse(json);
  if ('problem' in parsed) return parsed;
  const { description } = resolved.image;
  const name = programName(description, argv);
  const known = description.programs?.[name] ?? {};
  const merged = withChanges(known, parsed.behavior);
  const [problem] = programProblems(merged, '');
  if (problem !== undefined) return { problem: `${problem.field}: ${problem.message}` };
  const programs = { ...description.programs, [name]: merged };
  // What the image has nothing of is where the pod looks for it.
  const entrypoint = description.programs?.[name] === undefined ? argv : description.entrypoint;
  return { ...resolved, image: compileImage({ ...description, ...(entrypoint && { entrypoint }), programs }) };
}

/** A server that also answers `--version` is changed in what it does otherwise. Programs of other kinds are replaced. */
function withChanges(known: ProgramDescription, behavior: ProgramDescription): ProgramDescription {
  const { commands, otherwise, tool, runsArguments } = known;
  if (commands !== undefined && otherwise !== undefined && commands[''] === undefined)
    return { ...known, otherwise: withChanges(otherwise, behavior) };
  const isSimple = commands === undefined && tool === undefined && runsArguments === undefined;
  return isSimple ? { ...known, ...behavior } : behavior;
}

function parse(json: string): { readonly behavior: ProgramDescription } | { readonly problem: string } {
  try {
    const behavior: unknown = JSON.parse(json);
    const [problem] = programProblems(behavior, '');
    return problem === undefined ? { behavior: behavior as ProgramDescription } : { problem: `${problem.field}: ${problem.message}` };
  } catch (error) {
    return { problem: `it is no JSON: ${(error as Error).message}` };
  }
}

/** The program that is meant: the one that wrappers, such as an entrypoint script, run in the end. */
function programName({ programs = {} }: ImageDescription, argv: readonly string[]): string {
  const names = argv.map((word) => word.slice(word.lastIndexOf('/') + 1));
  return names.find((name) => programs[name]?.runsArguments !== true) ?? names[0] ?? '';
}
