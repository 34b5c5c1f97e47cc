import { settled } from '@klockwork/cluster-api/testing';
import { expect, test } from 'vitest';
import { API_SERVICES, condition, connectedServer, Program, SERVICES } from './testing/extension-program.ts';

const GROUP_PATH = 'apis/wardle.example.com/v1';
const responses = { 200: { description: 'OK', schema: { $ref: '#/definitions/wardle.Flunder' } } };
const SWAGGER = {
  ...{ swagger: '2.0', info: { title: 'wardle', version: '1' } },
  paths: { [`/${GROUP_PATH}/flunders`]: { get: { responses } }, '/version/': { get: { responses } } },
  definitions: { 'wardle.Flunder': { type: 'object', description: 'A fish.' } },
};

/** Program with OpenAPI documents of both versions. */
function documentedProgram(): Program {
  const program = new Program();
  const serverRelativeURL = `/openapi/v3/${GROUP_PATH}?hash=1`;
  Object.assign(program.answers, { '/openapi/v2': SWAGGER, '/openapi/v3': { paths: { [GROUP_PATH]: { serverRelativeURL } } } });
  return program;
}

test('OpenAPI documents contain those of the program, until its APIService is deleted', async () => {
  const { client } = await connectedServer(documentedProgram());
  const swagger = async () => (await client.get('/openapi/v2')).json;
  const { paths, definitions } = await swagger();
  expect([Object.keys(paths).filter((path) => path.includes('wardle')), definitions['wardle.Flunder'], paths['/version/']]).toEqual([
    [`/${GROUP_PATH}/flunders`],
    { type: 'object', description: 'A fish.' },
    undefined,
  ]);
  const urlOf = async () => (await client.get('/openapi/v3')).json.paths[GROUP_PATH];
  expect(await urlOf()).toEqual({ serverRelativeURL: `/openapi/v3/${GROUP_PATH}?hash=1` });
  await client.delete(`${API_SERVICES}/v1.wardle.example.com`);
  expect([(await swagger()).definitions['wardle.Flunder'], await urlOf()]).toEqual([undefined, undefined]);
});

test('unchanged OpenAPI documents are not fetched again, and keep the tag of the merged one', async () => {
  const program = documentedProgram();
  program.tag = '"one"';
  const { client } = await connectedServer(program);
  const before = (await client.get('/openapi/v2')).headers.etag;
  const asked = program.heard.length;
  await client.patch(`${SERVICES}/api`, 'merge-patch', { metadata: { labels: { a: 'b' } } });
  await settled();
  const again = program.heard.slice(asked).filter((request) => request.includes('/openapi/'));
  expect(again.map((request) => /If-None-Match: .*/.exec(request)?.[0])).toEqual(['If-None-Match: "one"', 'If-None-Match: "one"']);
  expect((await client.get('/openapi/v2')).headers.etag).toBe(before);
});

test('OpenAPI documents that a server fails to send are fetched again after half a minute', async () => {
  const program = documentedProgram();
  program.failing = '/openapi/v2';
  const { client, clock } = await connectedServer(program);
  expect((await condition({ client }))?.[0]).toBe('True');
  expect((await client.get('/openapi/v2')).json.definitions['wardle.Flunder']).toBeUndefined();
  program.failing = '';
  clock.advanceTo(clock.now() + 30_000);
  await settled();
  expect((await client.get('/openapi/v2')).json.definitions['wardle.Flunder']).toEqual({ type: 'object', description: 'A fish.' });
});
