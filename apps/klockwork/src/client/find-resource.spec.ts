import { expect, test } from 'vitest';
import { type FoundResource, findResource, objectPath } from './find-resource.ts';

const pods: FoundResource = {
  group: '',
  version: 'v1',
  resource: 'pods',
  singular: 'pod',
  kind: 'Pod',
  shortNames: ['po'],
  namespaced: true,
};
const nodes: FoundResource = { ...pods, resource: 'nodes', singular: 'node', kind: 'Node', shortNames: ['no'], namespaced: false };
const deployments: FoundResource = {
  ...pods,
  group: 'apps',
  resource: 'deployments',
  singular: 'deployment',
  kind: 'Deployment',
  shortNames: ['deploy'],
};
const all = [pods, nodes, deployments];

test.each(['deployments', 'deployment', 'Deployment', 'deploy', 'deployments.apps', 'deployment.v1.apps'])('%s are deployments', (word) => {
  expect(findResource(all, word)).toBe(deployments);
});

test('a word that means nothing here is refused as kubectl refuses it', () => {
  expect(() => findResource(all, 'gadget')).toThrow('the server doesn\'t have a resource type "gadget"');
});

test('an object lies under its group, its version, and its namespace when it has one', () => {
  expect(objectPath(deployments, 'shop', 'web')).toBe('/apis/apps/v1/namespaces/shop/deployments/web');
  expect(objectPath(pods, 'default', 'web-1')).toBe('/api/v1/namespaces/default/pods/web-1');
  expect(objectPath(nodes, 'default', 'node-1')).toBe('/api/v1/nodes/node-1');
});
