import { BUILT_IN_IMAGES, builtInCatalogue } from '@klockwork/images';
import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../testing/described-container.ts';

const PASSWORDS = { POSTGRES_PASSWORD: 'x', MYSQL_ROOT_PASSWORD: 'x', MARIADB_ROOT_PASSWORD: 'x' };
const TAGS = ['latest', '1.0', '1.29-1', '6.0', '2.4.65-1', '3.5.1-0', '2.53', '0.1', 'apache', 'aspnetapp', 'blue', 'e2e'];

/** Built-in images with the ports of their servers. */
const IMAGES = [...builtInCatalogue().byRepository].map(([repository, [image]]) => {
  const names = [...(image?.entrypoint ?? []), ...(image?.command ?? [])].map((word) => word.slice(word.lastIndexOf('/') + 1));
  const program = names.map((name) => image?.programs[name]).find((one) => one !== undefined && one.type !== 'wrapper');
  const server = program?.type === 'commands' ? program.otherwise : program;
  const ports = server?.type === 'serve' ? (server.listens ?? []).map(({ port }) => port) : [];
  const tag = TAGS.find((one) => image?.tags.test(one)) ?? 'none';
  const needs = server?.type === 'serve' && server.needs !== undefined;
  return { name: `${repository}:${tag}`, ports, kind: server?.type ?? 'tool', needs };
});

describe('the built-in catalogue', () => {
  test('the built-in catalogue has more than a hundred popular images', () => expect(BUILT_IN_IMAGES.length).toBeGreaterThan(150));

  test.each(IMAGES.filter(({ kind, needs }) => kind === 'serve' && !needs))(
    '$name runs and listens on its ports',
    async ({ name, ports }) => {
      const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image: name }).start({ env: PASSWORDS });
      const answers = await Promise.all(ports.map((port) => app.ask(port, { type: 'tcp' })));
      expect([app.state, answers]).toEqual(['running', ports.map(() => ({ type: 'accepted' }))]);
      expect(app.log.filter((line) => /\{\{(?!\{)\w/.test(line))).toEqual([]);
    },
  );

  test.each(IMAGES.filter(({ kind }) => kind === 'stand-in'))('$name runs as a stand-in', async ({ name }) => {
    const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image: name }).start();
    expect([app.state, app.log.length]).toEqual(['running', 1]);
  });
});
