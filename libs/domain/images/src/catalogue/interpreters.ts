import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { JAVA_VERSIONS } from './parts.ts';
import { ANY_RELEASE } from './rows.ts';
import { versions } from './tags.ts';

/** Undescribed programs run as stand-ins. */
const STAND_IN: ProgramDescription = { tool: 'stand-in' };
const ENDS: ProgramDescription = { exits: {} };

const RUBY: ProgramDescription = {
  commands: { '': ENDS, ...both({ output: ['ruby {{version}} [x86_64-linux]'], exits: {} }, '--version', '-v') },
  otherwise: STAND_IN,
};
const JAVA: ProgramDescription = { commands: JAVA_VERSIONS, otherwise: STAND_IN };

function both(program: ProgramDescription, ...flags: readonly string[]): Record<string, ProgramDescription> {
  return Object.fromEntries(flags.map((flag) => [flag, program]));
}

/** Interpreters with a version option; other programs run as stand-ins. */
export const INTERPRETERS: readonly ImageDescription[] = [
  {
    repository: 'docker.io/library/ruby',
    tags: ANY_RELEASE,
    command: ['irb'],
    tools: 'gnu',
    standIn: true,
    versions: versions(['3.4.7', '3.3.10', '3.2.9', '3.1.7', '3.0.7', '2.7.8', '2.6.10']),
    programs: { ruby: RUBY, irb: ENDS },
  },
  {
    repository: 'docker.io/library/openjdk',
    tags: ANY_RELEASE,
    command: ['jshell'],
    tools: 'gnu',
    standIn: true,
    versions: versions(['18.0.2.1', '17.0.2', '16.0.2', '15.0.2', '14.0.2', '13.0.2', '12.0.2', '11.0.16'], { 8: '1.8.0_342' }),
    programs: { java: JAVA, jshell: ENDS },
  },
];
