import type { Image, Program } from '../image.ts';
import { releases, tagsOf } from './tags.ts';

// Started without a terminal, an interpreter reads the end of its input and is done.
const INTERPRETER: Program = { kind: 'exit', lines: [], code: 0 };

/** Interpreters and compilers. */
export const LANGUAGES: readonly Image[] = [
  {
    repository: 'docker.io/library/python',
    tags: tagsOf(releases({ major: 3, first: 5, last: 14 }, { major: 2, first: 7, last: 7 })),
    sizeBytes: 395_313_152,
    entrypoint: [],
    command: ['python3'],
    environment: { LANG: 'C.UTF-8' },
    tools: 'gnu',
    programs: { python: INTERPRETER, python3: INTERPRETER },
  },
  {
    repository: 'docker.io/library/node',
    tags: tagsOf('lts', 'current', 'iron|jod|hydrogen|krypton', '(?:1\\d|2[0-5])(?:\\.\\d{1,2}(?:\\.\\d{1,2})?)?'),
    sizeBytes: 398_458_880,
    entrypoint: ['docker-entrypoint.sh'],
    command: ['node'],
    environment: {},
    tools: 'gnu',
    programs: { 'docker-entrypoint.sh': { kind: 'wrapper' }, node: INTERPRETER },
  },
  {
    repository: 'docker.io/library/golang',
    tags: tagsOf(releases({ major: 1, first: 10, last: 25 })),
    sizeBytes: 308_281_344,
    entrypoint: [],
    command: ['bash'],
    environment: { GOPATH: '/go' },
    tools: 'gnu',
    programs: { go: { kind: 'exit', lines: ['Go is a tool for managing Go source code.'], code: 2 } },
  },
  {
    repository: 'docker.io/library/perl',
    tags: tagsOf(releases({ major: 5, first: 10, last: 42 })),
    sizeBytes: 356_515_840,
    entrypoint: [],
    command: ['perl5', '-de0'],
    environment: {},
    tools: 'gnu',
    programs: { perl5: INTERPRETER, perl: INTERPRETER },
  },
];
