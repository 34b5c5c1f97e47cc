import { expect, test } from 'vitest';
import { documentKind, documentValues } from './document-kind.ts';
import type { Kind } from './kinds.ts';

const kind = (name: string, group: string, verbs = ['create']): Kind => ({
  ...{ resource: name, group, version: 'v1', plural: name, kind: name, isNamespaced: true, shortNames: [] },
  ...{ verbs: new Set(verbs), subresources: new Map() },
});
const KINDS = [kind('Pod', ''), kind('Deployment', 'apps'), kind('Node', '', ['get'])];
const TEXT = ['apiVersion: v1', 'kind: Pod', '--- # second', 'kind: "Deployment"', 'apiVersion: apps/v1', 'spec:', '---', 'kind: Pod', ''];

test.each([
  ['the first document', 1, 'Pod'],
  ['a separator', 2, 'Deployment'],
  ['the second document', 5, 'Deployment'],
  ['a document without a version', 8, undefined],
])('%s has its own kind', (_, line, expected) => {
  expect(documentKind(TEXT, line, KINDS)?.kind).toBe(expected);
});

test('a kind of another group is unknown', () => {
  expect(documentKind(['apiVersion: v1', 'kind: Deployment'], 0, KINDS)).toBeUndefined();
});

test('a new document may have each kind that can be created, and the versions of its kind', () => {
  expect(documentValues(TEXT, 8, { key: 'kind', kinds: KINDS })).toEqual(['Deployment', 'Pod']);
  expect(documentValues(TEXT, 8, { key: 'apiVersion', kinds: KINDS })).toEqual(['v1']);
  expect(documentValues([''], 0, { key: 'apiVersion', kinds: KINDS })).toEqual(['apps/v1', 'v1']);
  expect(documentValues(TEXT, 8, { key: 'metadata', kinds: KINDS })).toEqual([]);
});
