import { expect, test } from 'vitest';
import { type Address, addressText, readAddress } from './address.ts';

test.each<[string, Address]>([
  ['/map', { view: 'map' }],
  ['/log', { view: 'log' }],
  ['/map?select=pods/default/web', { view: 'map', selection: { resource: 'pods', key: 'default/web' } }],
  ['/log?select=nodes/node-1', { view: 'log', selection: { resource: 'nodes', key: 'node-1' } }],
])('the address %s is read and written alike', (text, address) => {
  const [path = '', query = ''] = text.split('?');
  expect([readAddress(path, query), addressText(address)]).toEqual([address, text]);
});

test.each(['/', '/unknown', '/map?select=secrets/default/x', '/map?select=pods/'])('the address %s is the map', (text) => {
  const [path = '', query = ''] = text.split('?');
  expect(readAddress(path, query)).toEqual({ view: 'map' });
});
