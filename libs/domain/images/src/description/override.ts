import type { ResolvedImage } from '../pull.ts';
import { compileImage } from './compile-image.ts';
import type { ImageDescription, ProgramDescription } from './image-description.ts';
import { programProblems } from './image-problems.ts';

/** Annotation on a pod that describes a container's first process: program description as JSON. */
export function behaviorAnnotation(container: string): string {
  return `klockwork.dev/${container}.behavior`;
}

/**
 * Image with the program behind `argv` changed by `json`: given fields override the image's, and a missing program is added. Returns the
 * problem of an invalid description.
 */
export function withBehavior(image: ResolvedImage, argv: readonly string[], json: string): ResolvedImage | { readonly problem: string } {
  const parsed = parse(json);
  if ('problem' in parsed) return parsed;
  const { description } = image.image;
  const name = programName(description, argv);
  const program = description.programs?.[name] ?? {};
  const mergedDescription = withChanges(program, parsed.behavior);
  const [problem] = programProblems(mergedDescription, '');
  if (problem !== undefined) return { problem: `${problem.field}: ${problem.message}` };
  const programs = { ...description.programs, [name]: mergedDescription };
  // A missing program is added at the pod's path.
  const entrypoint = description.programs?.[name] === undefined ? argv : description.entrypoint;
  return { ...image, image: compileImage({ ...description, ...(entrypoint && { entrypoint }), programs }) };
}

/** For a server with version options, changes apply to `otherwise`. Programs of other kinds are replaced. */
function withChanges(description: ProgramDescription, behavior: ProgramDescription): ProgramDescription {
  const { commands, otherwise, tool, script, runsArguments } = description;
  if (commands !== undefined && otherwise !== undefined && commands[''] === undefined)
    return { ...description, otherwise: withChanges(otherwise, behavior) };
  const isSimple = commands === undefined && tool === undefined && script === undefined && runsArguments === undefined;
  return isSimple ? { ...description, ...behavior } : behavior;
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

/** Program finally run by wrappers such as an entrypoint script. */
function programName({ programs = {} }: ImageDescription, argv: readonly string[]): string {
  const names = argv.map((word) => word.slice(word.lastIndexOf('/') + 1));
  return names.find((name) => programs[name]?.runsArguments !== true) ?? names[0] ?? '';
}
