import type { AnswerDescription, ProgramDescription } from '../description/image-description.ts';

/** Go programs without a handler exit with 2 after TERM. */
export const GO_SIGNALS: ProgramDescription['signals'] = { TERM: { exitCode: 2 } };

const JAVA_MACHINE = [
  'OpenJDK Runtime Environment (build {{version}})',
  'OpenJDK 64-Bit Server VM (build {{version}}, mixed mode, sharing)',
];

/** Paths with status 200. */
export function pages(...paths: readonly string[]): AnswerDescription[] {
  return paths.map((path) => ({ path }));
}

/**
 * Unsimulated interpreter: exits with 0 at end of input without a program. A missing file fails with `missing`, in which `$file` is its path;
 * a program fails with the reason.
 */
export function interpreter(name: string, missing: string, code: number, versionLine = '{{version}}'): ProgramDescription {
  const script = `
file=
case "$1" in
  -*) ;;
  /*) file=$1 ;;
  *) file=\${PWD%/}/$1 ;;
esac
if [ -n "$file" ] && [ ! -e "$file" ]; then
  echo "${missing}" >&2
  exit ${code}
fi
echo 'klockwork: ${name} is not simulated: describe the program in an Image, or in the annotation klockwork.dev/<container>.behavior' >&2
exit ${code}
`;
  const version: ProgramDescription = { output: [versionLine], exits: {} };
  return {
    commands: { '': { exits: {}, memory: { base: '8Mi' } }, '--version': version, '-V': version, '-v': version },
    otherwise: { script },
  };
}

/** Version output of `java`, by option. */
export const JAVA_VERSIONS: Readonly<Record<string, ProgramDescription>> = {
  '-version': { output: ['openjdk version "{{version}}"', ...JAVA_MACHINE], exits: {} },
  '--version': { output: ['openjdk {{version}}', ...JAVA_MACHINE], exits: {} },
};

/** Server with version options. */
export function versioned(server: ProgramDescription, output: readonly string[], ...flags: readonly string[]): ProgramDescription {
  const version: ProgramDescription = { output, exits: {} };
  const options = flags.length === 0 ? ['--version'] : flags;
  return { commands: Object.fromEntries(options.map((flag) => [flag, version])), otherwise: server };
}

/** Entrypoint script that runs `server` for arguments beginning with an option. */
export function entrypoint(server: string, ...requires: NonNullable<ProgramDescription['requires']>): ProgramDescription {
  return { runsArguments: true, prepends: { words: [server] }, ...(requires.length > 0 && { requires }) };
}
