import type { ImageDescription } from '../description/image-description.ts';
import { interpreter } from './parts.ts';
import { releases, tagged } from './tags.ts';

const PYTHON = interpreter('python', "python3: can't open file '{{argument}}': [Errno 2] No such file or directory", 2);
const NODE = interpreter('node', "Error: Cannot find module '{{argument}}'", 1);
const PERL = interpreter('perl', `Can't open perl script "{{argument}}": No such file or directory`, 2);
const JAVA = interpreter('java', 'Error: Unable to access jarfile {{argument}}', 1);

/** Interpreters and compilers. */
export const LANGUAGES: readonly ImageDescription[] = [
  {
    repository: 'docker.io/library/python',
    ...tagged(...releases({ major: 3, first: 5, last: 14 }, { major: 2, first: 7, last: 7 })),
    size: '395313152',
    command: ['python3'],
    environment: { LANG: 'C.UTF-8' },
    tools: 'gnu',
    programs: { python: PYTHON, python3: PYTHON },
  },
  {
    repository: 'docker.io/library/node',
    ...tagged('lts', 'current', 'iron', 'jod', 'hydrogen', 'krypton', '{10..25}', '{10..25}.{0..99}', '{10..25}.{0..99}.{0..99}'),
    size: '398458880',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['node'],
    tools: 'gnu',
    programs: { 'docker-entrypoint.sh': { runsArguments: true }, node: NODE },
  },
  {
    repository: 'docker.io/library/golang',
    ...tagged(...releases({ major: 1, first: 10, last: 25 })),
    size: '308281344',
    command: ['bash'],
    environment: { GOPATH: '/go' },
    tools: 'gnu',
    programs: { go: { output: ['Go is a tool for managing Go source code.'], exits: { code: 2 } } },
  },
  {
    repository: 'docker.io/library/perl',
    ...tagged(...releases({ major: 5, first: 10, last: 42 })),
    size: '356515840',
    command: ['perl5'],
    tools: 'gnu',
    programs: { perl5: PERL, perl: PERL },
  },
  {
    repository: 'docker.io/library/eclipse-temurin',
    tags: ['latest', '{8,11,17,21,25}', '{8,11,17,21,25}-{jdk,jre}', '{8,11,17,21,25}-{jdk,jre}-{alpine,jammy,noble}'],
    size: '218103808',
    command: ['java'],
    tools: 'gnu',
    programs: { java: JAVA },
  },
];
