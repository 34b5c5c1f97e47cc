import { expect, test } from 'vitest';
import { type Address, addressText, readAddress } from './address.ts';

test.each<[string, Address]>([
  ['/map', { view: 'map' }],
  ['/log', { view: 'log' }],
  ['/timeline?at=120', { view: 'timeline', at: 120 }],
  ['/map?at=7&select=pods/default/web', { view: 'map', at: 7, selection: { resource: 'pods', key: 'default/web' } }],
  ['/map?select=pods/default/web', { view: 'map', selection: { resource: 'pods', key: 'default/web' } }],
  ['/log?select=nodes/node-1', { view: 'log', selection: { resource: 'nodes', key: 'node-1' } }],
])('the address %s is read and written alike', (text, address) => {
  const [path = '', query = ''] = text.split('?');
  expect([readAddress(path, query), addressText(address)]).toEqual([address, text]);
});

test.each(['/', '/unknown', '/map?select=secrets/default/x', '/map?select=pods/', '/map?at=0', '/map?at=-5', '/map?at=x'])(
  'the address %s is the map',
  (text) => {
    const [path = '', query = ''] = text.split('?');
    expect(readAddress(path, query)).toEqual({ view: 'map' });
  },
);
