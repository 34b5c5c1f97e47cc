import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { interpreter, JAVA_VERSIONS, versioned } from './parts.ts';
import { releases, tagged, versions } from './tags.ts';

const PYTHON_SCRIPT = interpreter('python', "$0: can't open file '$file': [Errno 2] No such file or directory", 2, 'Python {{version}}');
const PYTHON_MODULE: ProgramDescription = {
  commands: { 'http.server': { tool: 'python-http-server' }, SimpleHTTPServer: { tool: 'python-http-server' } },
  ...(PYTHON_SCRIPT.otherwise && { otherwise: PYTHON_SCRIPT.otherwise }),
};
const PYTHON: ProgramDescription = {
  ...PYTHON_SCRIPT,
  commands: { ...PYTHON_SCRIPT.commands, '-m': PYTHON_MODULE, '-u': { ...PYTHON_SCRIPT, commands: { '-m': PYTHON_MODULE } } },
};
const NODE = interpreter('node', "Error: Cannot find module '$file'", 1, 'v{{version}}');
const PERL: ProgramDescription = { tool: 'perl' };
const JAVA_ARCHIVE = interpreter('java', 'Error: Unable to access jarfile $1', 1).otherwise ?? {};
const JAVA: ProgramDescription = {
  ...interpreter('java', 'Error: Could not find or load main class $1', 1),
  ...{ commands: { '': { exits: { code: 1 } }, '-jar': JAVA_ARCHIVE, ...JAVA_VERSIONS } },
};

/** Interpreters and compilers. */
export const LANGUAGES: readonly ImageDescription[] = [
  {
    repository: 'docker.io/library/python',
    ...tagged(...releases({ major: 3, first: 5, last: 14 }, { major: 2, first: 7, last: 7 })),
    size: '395313152',
    command: ['python3'],
    environment: { LANG: 'C.UTF-8', PYTHON_VERSION: '{{version}}' },
    tools: 'gnu',
    versions: versions(['3.14.0', '3.13.9', '3.12.12', '3.11.14', '3.10.19', '3.9.25', '3.8.20', '3.7.17', '3.6.15', '3.5.10', '2.7.18']),
    programs: { python: PYTHON, python3: PYTHON },
  },
  {
    repository: 'docker.io/library/node',
    ...tagged('lts', 'current', 'iron', 'jod', 'hydrogen', 'krypton', '{10..25}', '{10..25}.{0..99}', '{10..25}.{0..99}.{0..99}'),
    size: '398458880',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['node'],
    tools: 'gnu',
    versions: versions(['25.2.0', '24.11.1', '22.21.1', '20.19.5', '18.20.8', '16.20.2', '14.21.3', '12.22.12', '10.24.1'], {
      lts: '24.11.1',
    }),
    programs: { 'docker-entrypoint.sh': { runsArguments: true, prepends: { words: ['node'], beforeUnknown: true } }, node: NODE },
  },
  {
    repository: 'docker.io/library/golang',
    ...tagged(...releases({ major: 1, first: 10, last: 25 })),
    size: '308281344',
    command: ['bash'],
    environment: { GOPATH: '/go' },
    tools: 'gnu',
    versions: versions(['1.25.4', '1.24.10', '1.23.12', '1.22.12', '1.21.13', '1.20.14', '1.19.13', '1.18.10', '1.17.13', '1.16.15']),
    programs: {
      go: versioned(
        { output: ['Go is a tool for managing Go source code.'], exits: { code: 2 } },
        ['go version go{{version}} linux/amd64'],
        'version',
      ),
    },
  },
  {
    repository: 'docker.io/library/perl',
    ...tagged(...releases({ major: 5, first: 10, last: 42 })),
    size: '356515840',
    command: ['perl5'],
    tools: 'gnu',
    versions: versions(['5.42.0', '5.40.3', '5.38.5', '5.36.3', '5.34.3', '5.32.1', '5.30.3']),
    programs: { perl5: PERL, perl: PERL },
  },
  {
    repository: 'docker.io/library/eclipse-temurin',
    tags: ['latest', '{8,11,17,21,25}', '{8,11,17,21,25}-{jdk,jre}', '{8,11,17,21,25}-{jdk,jre}-{alpine,jammy,noble}'],
    size: '218103808',
    command: ['jshell'],
    tools: 'gnu',
    versions: versions(['25.0.1', '21.0.9', '17.0.17', '11.0.29'], { 8: '1.8.0_472' }),
    programs: {
      java: JAVA,
      jshell: { output: ['|  Welcome to JShell -- Version {{version}}', '|  For an introduction type: /help intro', ''], exits: {} },
    },
  },
];
