import type { AnswerDescription, ProgramDescription } from '../description/image-description.ts';

/** A Go program without a handler ends at TERM with exit code 2. */
export const GO_SIGNALS: ProgramDescription['signals'] = { TERM: { exitCode: 2 } };

const JAVA_MACHINE = [
  'OpenJDK Runtime Environment (build {{version}})',
  'OpenJDK 64-Bit Server VM (build {{version}}, mixed mode, sharing)',
];

/** Paths that are there. */
export function pages(...paths: readonly string[]): AnswerDescription[] {
  return paths.map((path) => ({ path }));
}

/**
 * An interpreter, of which nothing is simulated: without a program it finds its input at an end and is done, with one it fails as if
 * the file were not there, and says why.
 */
export function interpreter(name: string, refusal: string, code: number, versionLine = '{{version}}'): ProgramDescription {
  const why = `klockwork: ${name} is not simulated: describe the program in an Image, or in the annotation klockwork.dev/<container>.behavior`;
  const otherwise: ProgramDescription = { output: [refusal, why], exits: { code } };
  const version: ProgramDescription = { output: [versionLine], exits: {} };
  return { commands: { '': { exits: {}, memory: { base: '8Mi' } }, '--version': version, '-V': version, '-v': version }, otherwise };
}

/** Output of `java` about its version, by option. */
export const JAVA_VERSIONS: Readonly<Record<string, ProgramDescription>> = {
  '-version': { output: ['openjdk version "{{version}}"', ...JAVA_MACHINE], exits: {} },
  '--version': { output: ['openjdk {{version}}', ...JAVA_MACHINE], exits: {} },
};

/** A server that prints its version instead when its first argument asks for it. */
export function versioned(server: ProgramDescription, output: readonly string[], ...flags: readonly string[]): ProgramDescription {
  const version: ProgramDescription = { output, exits: {} };
  const asked = flags.length === 0 ? ['--version'] : flags;
  return { commands: Object.fromEntries(asked.map((flag) => [flag, version])), otherwise: server };
}

/** An entrypoint script that runs `server` when its arguments begin with an option. */
export function entrypoint(server: string, ...requires: NonNullable<ProgramDescription['requires']>): ProgramDescription {
  return { runsArguments: true, prepends: { words: [server] }, ...(requires.length > 0 && { requires }) };
}
