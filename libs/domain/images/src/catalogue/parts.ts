import type { AnswerDescription, ProgramDescription } from '../description/image-description.ts';

/** A Go program without a handler ends at TERM with exit code 2. */
export const GO_SIGNALS: ProgramDescription['signals'] = { TERM: { exitCode: 2 } };

/** Paths that are there. */
export function pages(...paths: readonly string[]): AnswerDescription[] {
  return paths.map((path) => ({ path }));
}

/**
 * An interpreter, of which nothing is simulated: without a program it finds its input at an end and is done, with one it fails as if
 * the file were not there, and says why.
 */
export function interpreter(name: string, refusal: string, code: number): ProgramDescription {
  const why = `klockwork: ${name} is not simulated: describe the program in an Image, or in the annotation klockwork.dev/<container>.behavior`;
  const otherwise: ProgramDescription = { output: [refusal, why], exits: { code } };
  const version: ProgramDescription = { output: ['{{version}}'], exits: {} };
  return { commands: { '': { exits: {}, memory: { base: '8Mi' } }, '--version': version, '-V': version }, otherwise };
}
