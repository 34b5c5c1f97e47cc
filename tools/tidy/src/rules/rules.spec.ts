import { describe, expect, test } from 'vitest';
import type { Rule } from '../rule.ts';
import { findingText } from '../rule.ts';
import { madeUpRepository } from '../testing/made-up-repository.ts';
import { deadCode } from './dead-code.rule.ts';
import { decisions } from './decisions.rule.ts';
import { dependencies } from './dependencies.rule.ts';
import { docstrings } from './docstrings.rule.ts';
import { documents } from './documents.rule.ts';
import { doors } from './doors.rule.ts';
import { entries } from './entries.rule.ts';
import { fileShape } from './file-shape.rule.ts';
import { hostFree } from './host-free.rule.ts';
import { importStyle } from './import-style.rule.ts';
import { layers } from './layers.rule.ts';
import { platform } from './platform.rule.ts';
import { references } from './references.rule.ts';
import { servedKinds } from './served-kinds.rule.ts';
import { subjects } from './subjects.rule.ts';
import { versions } from './versions.rule.ts';
import { viewTexts } from './view-texts.rule.ts';

function said(rule: Rule, files: Readonly<Record<string, string>>): string[] {
  return [...rule.check(madeUpRepository(files))].map((finding) => findingText(rule, finding));
}

const BUS = 'libs/machinery/bus/src/index.ts';
const KERNEL = 'libs/kernel/src/index.ts';

describe('layers', () => {
  test('the layers rule rejects an import from an outer layer', () => {
    expect(said(layers, { [KERNEL]: "import { bus } from '@klockwork/bus';\n", [BUS]: '' })).toEqual([
      `${KERNEL}:1: @klockwork/bus is in layer "machinery", which "kernel" must not know; state a port where it is needed and hand the implementation in (layers)`,
    ]);
  });

  test('the layers rule accepts imports from inner layers, as types and over several lines too', () => {
    expect(said(layers, { [BUS]: "import type {\n  Clock,\n} from '@klockwork/kernel';\n", [KERNEL]: '' })).toEqual([]);
  });

  test('the layers rule separates components, and adapters, except in tests', () => {
    const text = "import { b } from '@klockwork/b';\n";
    const files = (layer: string) => ({ [`libs/${layer}/a/src/index.ts`]: text, [`libs/${layer}/b/src/index.ts`]: '' });
    const refusal = (layer: string) =>
      `libs/${layer}/a/src/index.ts:1: @klockwork/b: packages of "${layer}" do not import each other; move what both need up, or take it as a parameter (layers)`;
    expect(said(layers, files('components'))).toEqual([refusal('components')]);
    expect(said(layers, files('adapters'))).toEqual([refusal('adapters')]);
    expect(said(layers, { 'libs/adapters/a/src/a.spec.ts': text, 'libs/adapters/b/src/index.ts': '' })).toEqual([]);
  });
});

test('a manifest leaves tags and targets to Nx, and the platform of a package decides its tsconfig', () => {
  const manifest = '{"name":"@klockwork/bus","nx":{"tags":["layer:bus"],"targets":{"build":{}}}}';
  const found = said(platform, { [BUS]: '', 'libs/machinery/bus/package.json': manifest, 'libs/machinery/bus/tsconfig.json': '{}' });
  expect(found).toEqual([
    'libs/machinery/bus/package.json: Nx infers tags and targets: remove them ("npm run check -- --fix" does) (platform)',
    'libs/machinery/bus/tsconfig.json: must extend "../../../tsconfig.none.json", because it is platform:none (platform)',
  ]);
  for (const target of ['test', 'test-system']) {
    const reads = `{"name":"@klockwork/bus","nx":{"targets":{"${target}":{"inputs":["documents"]}}}}`;
    const files = { [BUS]: '', 'libs/machinery/bus/package.json': reads };
    expect(said(platform, { ...files, 'libs/machinery/bus/tsconfig.json': '{ "extends": "../../../tsconfig.none.json" }' })).toEqual([]);
  }
});

describe('dependencies', () => {
  test('dependencies must be declared in the right section, and used', () => {
    const manifest = '{"name":"@klockwork/bus","dependencies":{"ws":"8.23.0"}}';
    const source = "import { k } from '@klockwork/kernel';\nimport { readFileSync } from 'node:fs';\n";
    const test = "import { parse } from 'yaml';\nimport { it } from 'vitest';\n";
    const files = { [BUS]: source, 'libs/machinery/bus/src/bus.spec.ts': test, 'libs/machinery/bus/package.json': manifest, [KERNEL]: '' };
    expect(said(dependencies, files)).toEqual([
      'libs/machinery/bus/package.json: dependencies must have "@klockwork/kernel": "*" ("npm run check -- --fix" writes it) (dependencies)',
      'libs/machinery/bus/package.json: dependencies has "ws", which nothing here imports: remove it ("npm run check -- --fix" does) (dependencies)',
      'libs/machinery/bus/package.json: devDependencies must have "yaml": "2.9.1" ("npm run check -- --fix" writes it) (dependencies)',
    ]);
    const [first] = dependencies.check(madeUpRepository(files));
    expect(JSON.parse(first?.fixed ?? '')).toEqual({
      name: '@klockwork/bus',
      dependencies: { '@klockwork/kernel': '*' },
      devDependencies: { yaml: '2.9.1' },
    });
  });

  test('dependencies are TypeScript references too', () => {
    const files = {
      [BUS]: "export { k } from '@klockwork/kernel';\n",
      [KERNEL]: '',
      'libs/machinery/bus/tsconfig.json': '{"include":["src"],"references":[{"path":"../other"}]}',
      'tsconfig.json': '{"references":[{"path":"./libs/kernel"},{"path":"./libs/machinery/bus"}]}',
    };
    expect(said(references, files)).toEqual([
      'libs/machinery/bus/tsconfig.json: references: lacks ../../kernel, has ../other in vain ("npm run check -- --fix" writes them) (references)',
    ]);
    const [first] = references.check(madeUpRepository(files));
    expect(first?.fixed).toBe('{\n  "include": ["src"],\n  "references": [\n    {\n      "path": "../../kernel"\n    }\n  ]\n}\n');
  });

  test('dependencies are pinned, from one registry, and in the lock file', () => {
    const lock = {
      packages: {
        '': { devDependencies: { yaml: '2.9.1' } },
        'libs/machinery/bus': { dependencies: { ws: '8.0.0' } },
        'node_modules/ws': { resolved: 'https://example.com/ws.tgz', optionalDependencies: { bufferutil: '4.0.0' } },
      },
    };
    const files = {
      [BUS]: '',
      'libs/machinery/bus/package.json': '{"name":"@klockwork/bus","version":"0.1.0","dependencies":{"ws":"^8.23.0"}}',
      'package-lock.json': JSON.stringify(lock, null, 1),
    };
    expect(said(versions, files)).toEqual([
      'libs/machinery/bus/package.json: has a version: only the root has one (versions)',
      'libs/machinery/bus/package.json: "ws": "^8.23.0": pin one exact version (versions)',
      'package-lock.json:14: https://example.com/ws.tgz: install from https://registry.npmjs.org/ (versions)',
      'package-lock.json: differs from libs/machinery/bus/package.json ("npm run check -- --fix" mends it) (versions)',
      'package-lock.json: lacks bufferutil of node_modules/ws: write it without a node_modules folder beside it (versions)',
    ]);
  });

  test('dependencies have a row each in the table of decisions', () => {
    expect(said(decisions, { 'docs/adr/0010-dependencies.md': '## Decision\n| `ws` | sockets | MIT |\n' })).toEqual([
      'docs/adr/0010-dependencies.md: has no row for "yaml": say why it is here, and its licence (decisions)',
      'docs/adr/0010-dependencies.md: has a row for "ws", which package.json does not have: remove it (decisions)',
      'docs/adr/0010-dependencies.md: has the headings "## Decision": write ## Decision, ## Reasons, ## Consequences (decisions)',
      'docs/adr/0010-dependencies.md: is not listed in docs/adr/README.md (decisions)',
    ]);
  });

  test('two decisions have two numbers, and both are listed', () => {
    const text = '## Decision\n## Reasons\n## Consequences\n';
    const table = `${text}| \`yaml\` | manifests | ISC |\n`;
    const files = { 'docs/adr/0010-dependencies.md': table, 'docs/adr/0011-one.md': text, 'docs/adr/0011-two.md': text };
    const index = '[10](0010-dependencies.md) [11](0011-one.md) [11](0011-two.md)';
    expect(said(decisions, { ...files, 'docs/adr/README.md': index })).toEqual([
      'docs/adr/0011-one.md: has the number of docs/adr/0011-two.md: take the next free one (decisions)',
      'docs/adr/0011-two.md: has the number of docs/adr/0011-one.md: take the next free one (decisions)',
    ]);
  });
});

describe('host-free', () => {
  test('host-free packages use no time, chance or host API, except in comments and tests', () => {
    const text = [
      '// Date.now() is host time',
      'const now = Date.now();',
      "const text = 'Date.now()';",
      'setTimeout(go, 5);',
      'console.log(process.env);',
    ].join('\n');
    expect(said(hostFree, { [BUS]: text, 'libs/machinery/bus/src/a.spec.ts': text })).toEqual([
      `${BUS}:2: "Date.now(": take the lab time from a Clock (clock.now()) (host-free)`,
      `${BUS}:4: "setTimeout(": set a named timer on the Clock, or activity.turn() (host-free)`,
      `${BUS}:5: "process.env": take what the process knows as a parameter (host-free)`,
      `${BUS}:5: "console.log": log through the Logger that is handed in (host-free)`,
    ]);
  });

  test('adapters use no host time or chance, except in listed files', () => {
    expect(said(hostFree, { 'libs/adapters/a/src/a.ts': 'setTimeout(go, Math.random());' })).toEqual([
      'libs/adapters/a/src/a.ts:1: "Math.random(": take a Random and fork it by name (random.fork(…)) (host-free)',
    ]);
  });
});

test('subjects are spelled in one file only; the API group is exempt', () => {
  const text = "const a = 'klockwork.lab.log.>';\nconst group = 'klockwork.dev';\n";
  expect(said(subjects, { [BUS]: text, 'libs/machinery/bus/src/subjects.ts': text })).toEqual([
    `${BUS}:1: a subject is spelled here: use subjectsOf(cluster) from @klockwork/bus (subjects)`,
  ]);
});

test('views contain no text of their own', () => {
  const VIEW = 'apps/console/src/views/a.tsx';
  const text = ['<p title="Rows">', '  {TEXTS.rows} <b>Pod {name} is gone</b>', '  <i>{a > b}</i> ‖ <u>×</u>', '</p>'].join('\n');
  expect(said(viewTexts, { [VIEW]: text, 'apps/console/src/a.ts': text })).toEqual([
    `${VIEW}:1: "title=\\"Rows\\"": move the text to texts.ts and texts-ko.ts (view-texts)`,
  ]);
  expect(said(viewTexts, { [VIEW]: '<b>Gone</b>' })).toEqual([
    `${VIEW}:1: ">Gone</": move the text to texts.ts and texts-ko.ts (view-texts)`,
  ]);
});

test('a package has two entries at most, with lists of names', () => {
  const manifest = '{"name":"@klockwork/bus","exports":{".":{},"./inside":{},"./testing":{}}}';
  const files = { [BUS]: "export * from './a.ts';\nexport default 1;\n", 'libs/machinery/bus/package.json': manifest };
  expect(said(entries, files)).toEqual([
    'libs/machinery/bus/package.json: entry "./inside": export it from "." or "./testing" (entries)',
    `${BUS}:1: "export *": list the names: export { a, b } from … (entries)`,
    `${BUS}:2: "export default": give it a name and export that (entries)`,
  ]);
});

test('dead code is reported: files, exports, and public values', () => {
  const files = {
    [KERNEL]: "export type { T } from './used.ts';\nexport { told, used, wanted } from './used.ts';\n",
    'libs/kernel/src/used.ts':
      'export type T = 1;\nexport const used = 1;\nexport const told = 1;\nexport const wanted = 1;\nexport const own = 1;\n',
    'libs/kernel/src/lost.ts': '',
    'libs/kernel/README.md': 'Use `told`.',
    [BUS]: "import { wanted } from '@klockwork/kernel';\n",
  };
  expect(said(deadCode, files)).toEqual([
    'libs/kernel/src/lost.ts: no entry and no test reaches this file: use it or delete it (dead-code)',
    'libs/kernel/src/used.ts:5: nobody imports own: drop the "export", or the whole (dead-code)',
    'libs/kernel/src/index.ts:2: no other package imports used: drop it from the list, or name it in the README (dead-code)',
  ]);
});

test('a thread counts as used when another file has its URL', () => {
  const files = {
    'libs/kernel/src/thread.ts': '',
    'libs/kernel/src/other.ts': '',
    'libs/kernel/src/main.ts': "const url = new URL(packed ? './thread.js' : './thread.ts', import.meta.url);\n",
  };
  expect(said(deadCode, files)).toEqual([
    'libs/kernel/src/other.ts: no entry and no test reaches this file: use it or delete it (dead-code)',
  ]);
});

test('files are short, kebab-case and named after their concept', () => {
  const long = 'x\n'.repeat(301);
  expect(said(fileShape, { [BUS]: long, 'libs/machinery/bus/src/myThing.ts': '', 'libs/machinery/bus/src/json-utils.ts': '' })).toEqual([
    `${BUS}: 301 lines; a long file is two concepts: split it in files of at most 300 (file-shape)`,
    'libs/machinery/bus/src/myThing.ts: names of files and folders are kebab-case (file-shape)',
    'libs/machinery/bus/src/json-utils.ts: "utils" says nothing: name the file after its concept (file-shape)',
  ]);
});

test('imports have one form', () => {
  const text = ["import 'fs';", "import { a } from './a';", "import { b } from '../../cluster-api/src/b.ts';"].join('\n');
  expect(said(importStyle, { [BUS]: text, 'libs/machinery/bus/src/in/deep.ts': "import { c } from '../c.ts';\n" }).sort()).toEqual([
    `${BUS}:1: "fs": write "node:fs" (import-style)`,
    `${BUS}:2: "./a": name the file, with .ts (or .json) at its end (import-style)`,
    `${BUS}:3: "../../cluster-api/src/b.ts" leaves the package: import from the other package's entry (import-style)`,
  ]);
});

test('a spec imports test, not it', () => {
  expect(said(importStyle, { [BUS]: "import { expect, it } from 'vitest';\n" })).toEqual([
    `${BUS}:1: "it" is one word too many: import "test", whose title is a sentence with its subject (import-style)`,
  ]);
});

test('types of Kubernetes are imported from the generated package', () => {
  const text = "import type { Pod } from 'kubernetes-types/core/v1';\n";
  expect(said(importStyle, { [BUS]: text })).toEqual([
    `${BUS}:1: "kubernetes-types/core/v1" has the types of 1.30: import them from @klockwork/kubernetes-types (import-style)`,
  ]);
});

test('public names of a library have a docstring; overloads and runs of constants share one', () => {
  const text = [
    '/** Two limits. */',
    'export const A = 1;',
    'export const B = 2;',
    '',
    'export function f(a: string): void;',
    'export function f(a: number): void;',
    'export function internal(): void;',
  ].join('\n');
  const inner = { 'libs/machinery/bus/src/a.ts': text, 'libs/machinery/bus/src/list.ts': "export { A, B, f } from './a.ts';\n" };
  const message = 'f has no docstring: write /** … */ above it (docstrings)';
  expect(said(docstrings, { [BUS]: "export { A, B, f } from './list.ts';\n", ...inner })).toEqual([
    `libs/machinery/bus/src/a.ts:5: ${message}`,
  ]);
  expect(said(docstrings, { [BUS]: text.replace(/.*internal.*/, ''), 'tools/x/src/index.ts': text })).toEqual([`${BUS}:5: ${message}`]);
});

test('a package has a one-page README', () => {
  expect(said(doors, { [BUS]: '', 'libs/machinery/bus/README.md': '\n'.repeat(80) })).toEqual([
    'libs/machinery/bus/README.md: is longer than 80 lines: one page is enough at the door (doors)',
  ]);
});

test('links of documents resolve, their commands exist, and they name no machine', () => {
  const files = {
    'docs/a.md':
      '# The way\n[b](b.md) [c](c.md) [up](../README.md#The-way)\nnpm run check, npm run nothing, npx klockwork fly, npx klockwork clock pause\n/home/me/x `docs/b.md` `docs/c/d.md` `docs/<name>.md`\n',
    'docs/b.md': '',
    'README.md': '[way](docs/a.md#the-way)',
    'apps/klockwork/src/program.ts': "klockwork.command('up')",
    'apps/klockwork/src/program-clock.ts': "klockwork.command('clock')",
  };
  expect(said(documents, files)).toEqual([
    'docs/a.md:2: the link c.md leads nowhere: name a file of the repository (documents)',
    'docs/a.md:2: README.md has no heading for #The-way (documents)',
    'docs/a.md:3: npm run nothing: there is no such script in package.json (documents)',
    'docs/a.md:3: npx klockwork fly: the command line has no such command (documents)',
    'docs/a.md:4: `docs/c/d.md` is not in the repository: name a file or folder that exists (documents)',
    'docs/a.md:4: "/home/me" is a path of one machine: write it from the root of the repository (documents)',
  ]);
});

test('each served kind is in the table of differences', () => {
  const files = {
    'libs/domain/resources/src/resource-refs.ts':
      "ref('v1', 'pods', 'Pod', 'namespaced'), ref('apps/v1', 'deployments', 'Deployment', 'x')",
    'docs/differences.md': '# D\n\n## Kinds\n\n| kind | served |\n| --- | --- |\n| Pod | all |\n',
  };
  expect(said(servedKinds, files)).toEqual(['docs/differences.md: has no row for Deployment: say what of it is served (served-kinds)']);
});
