import { expect, test } from 'vitest';
import { type Address, addressText, inView, readAddress } from './address.ts';

const pod = { resource: 'pods', key: 'default/web' };

test.each<[string, Address]>([
  ['/map', { view: 'map' }],
  ['/log', { view: 'log' }],
  ['/timeline?at=120', { view: 'timeline', at: 120 }],
  ['/map?at=7&select=pods/default/web', { view: 'map', at: 7, selection: pod }],
  ['/map?select=pods/default/web', { view: 'map', selection: pod }],
  ['/map?select=pods/default/web&tab=logs', { view: 'map', selection: pod, tab: 'logs' }],
  ['/log?select=nodes/node-1', { view: 'log', selection: { resource: 'nodes', key: 'node-1' } }],
  ['/map?select=deployments.apps/default/web', { view: 'map', selection: { resource: 'deployments.apps', key: 'default/web' } }],
  ['/map?select=crs.example.com/a%26b%3Fc', { view: 'map', selection: { resource: 'crs.example.com', key: 'a&b?c' } }],
  ['/why?of=pods/web&at=7', { view: 'why', of: 'pods/web', at: 7 }],
  ['/objects/deployments.apps?namespace=shop', { view: 'objects', kind: 'deployments.apps', filters: { namespace: 'shop' } }],
  ['/log/pods?text=a%20b&at=7', { view: 'log', kind: 'pods', filters: { text: 'a b' }, at: 7 }],
])('the address %s is read and written alike', (text, address) => {
  const [path, query] = [text.split('?')[0] ?? '', text.split('?').slice(1).join('?')];
  expect([readAddress(path, query), addressText(address)]).toEqual([address, text]);
});

test('a page about a drilled cluster has the views of the lab', () => {
  expect(readAddress('/drill/objects/services', 'select=services/default/web')).toEqual({
    ...{ view: 'objects', kind: 'services' },
    selection: { resource: 'services', key: 'default/web' },
  });
  expect(readAddress('/drills', 'run=3')).toEqual({ view: 'drills', filters: { run: '3' } });
});

test.each(['/', '/drill', '/unknown', '/map?select=pods', '/map?select=pods/', '/map?tab=yaml', '/map?at=0', '/map?at=-5', '/map?at=x'])(
  'the address %s is the map',
  (text) => {
    const [path = '', query = ''] = text.split('?');
    expect(readAddress(path, query)).toEqual({ view: 'map' });
  },
);

test('another view keeps the moment and the selection, without the filters of the former view', () => {
  const address = readAddress('/log/pods', 'text=web&at=7&select=nodes/node-1&tab=yaml');
  expect(addressText(inView(address, 'map'))).toBe('/map?at=7&select=nodes/node-1&tab=yaml');
});
