import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileError } from './file-error.ts';
import { FileTree } from './file-tree.ts';
import type { Files } from './files.ts';

/** Minimal model of a tree: file contents by path, null for folders. */
type Model = Map<string, string | null>;

interface Step {
  readonly name: string;
  act(files: Files): void;
  /** Applies the step to the model; returns the expected error code. */
  model(model: Model): string | undefined;
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/';
const children = (model: Model, path: string) => [...model.keys()].filter((key) => key.startsWith(`${path}/`));

/** Error code of an invalid parent of `path`. */
function obstacle(model: Model, path: string): string | undefined {
  const parent = parentOf(path);
  if (parent === '/') return undefined;
  const above = obstacle(model, parent);
  if (above !== undefined) return above;
  return !model.has(parent) ? 'ENOENT' : model.get(parent) === null ? undefined : 'ENOTDIR';
}

const write = (path: string, bytes: string): Step => ({
  name: `write ${path}`,
  act: (files) => files.write(path, bytes),
  model: (model) => {
    const refused = obstacle(model, path) ?? (model.get(path) === null ? 'EISDIR' : undefined);
    if (refused === undefined) model.set(path, bytes);
    return refused;
  },
});

const append = (path: string, bytes: string): Step => ({
  name: `append ${path}`,
  act: (files) => files.append(path, bytes),
  model: (model) => {
    const refused = obstacle(model, path) ?? (model.get(path) === null ? 'EISDIR' : undefined);
    if (refused === undefined) model.set(path, (model.get(path) ?? '') + bytes);
    return refused;
  },
});

const makeFolder = (path: string): Step => ({
  name: `mkdir ${path}`,
  act: (files) => files.makeFolder(path),
  model: (model) => {
    const refused = obstacle(model, path) ?? (model.has(path) ? 'EEXIST' : undefined);
    if (refused === undefined) model.set(path, null);
    return refused;
  },
});

const remove = (path: string): Step => ({
  name: `rm -r ${path}`,
  act: (files) => files.removeAll(path),
  model: (model) => {
    const refused = obstacle(model, path) ?? (model.has(path) ? undefined : 'ENOENT');
    if (refused === undefined) for (const key of [path, ...children(model, path)]) model.delete(key);
    return refused;
  },
});

const rename = (from: string, to: string): Step => ({
  name: `mv ${from} ${to}`,
  act: (files) => files.rename(from, to),
  model: (model) => {
    const refused = obstacle(model, from) ?? (obstacle(model, to) || (model.has(from) ? renameRefusal(model, from, to) : 'ENOENT'));
    if (refused !== undefined || from === to) return refused;
    const moved = [from, ...children(model, from)].map((key) => [key, model.get(key) ?? null] as const);
    for (const [key] of moved) model.delete(key);
    for (const [key, content] of moved) model.set(to + key.slice(from.length), content);
    return undefined;
  },
});

function renameRefusal(model: Model, from: string, to: string): string | undefined {
  const isFolder = model.get(from) === null;
  if (isFolder && to.startsWith(`${from}/`)) return 'EINVAL';
  if (!model.has(to) || from === to) return undefined;
  const replacesFolder = model.get(to) === null;
  if (isFolder !== replacesFolder) return isFolder ? 'ENOTDIR' : 'EISDIR';
  return isFolder && children(model, to).length > 0 ? 'ENOTEMPTY' : undefined;
}

const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((names) => `/${names.join('/')}`);
const bytes = fc.string({ maxLength: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(path, bytes).map(([at, what]) => write(at, what)),
  fc.tuple(path, bytes).map(([at, what]) => append(at, what)),
  path.map(makeFolder),
  path.map(remove),
  fc.tuple(path, path).map(([from, to]) => rename(from, to)),
);

function contents(files: Files, folder = '', found: Model = new Map()): Model {
  for (const name of files.list(`${folder}/`)) {
    const at = `${folder}/${name}`;
    const isFolder = files.stat(at).type === 'folder';
    found.set(at, isFolder ? null : files.read(at));
    if (isFolder) contents(files, at, found);
  }
  return found;
}

function code(act: () => void): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

const sorted = (model: Model) => [...model].sort(([a], [b]) => (a < b ? -1 : 1));

/** Runs the steps on both: each is refused alike, and in the end both hold the same. */
function compare(files: Files, model: Model, steps: readonly Step[]): void {
  for (const { name, act, model: change } of steps) expect([name, code(() => act(files))]).toEqual([name, change(model)]);
  expect(sorted(contents(files))).toEqual(sorted(model));
}

test('a tree equals the model after each step, and fails with the same codes', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => compare(new FileTree({ now: () => 0 }).root, new Map(), steps)));
});

test('a tree over a base equals the model, keeps its base unchanged, and counts its content', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 20 }), (first, then) => {
      const [base, model]: [FileTree, Model] = [new FileTree({ now: () => 0 }), new Map()];
      compare(base.root, model, first);
      const before = sorted(contents(base.root));
      const tree = new FileTree({ now: () => 0, base });
      compare(tree.root, model, then);
      expect(sorted(contents(base.root))).toEqual(before);
      for (const name of tree.root.list('/')) tree.root.removeAll(`/${name}`);
      expect(tree.usage.bytes).toBe(0);
    }),
  );
});
