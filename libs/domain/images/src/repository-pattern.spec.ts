import { describe, expect, test } from 'vitest';
import { catalogueOf, type ImageDescription, type ResolvedImage, resolveImage } from './index.ts';
import { compareSpecificity, repositoryMatcher, repositoryPatternProblem } from './repository-pattern.ts';

describe('a pattern of repositories', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['*', ['docker.io/library/nginx', 'ghcr.io/a/b/c', 'localhost:5000/a'], []],
    ['**', ['docker.io/library/nginx', 'ghcr.io/a/b/c'], []],
    ['ghcr.io/**', ['ghcr.io/a', 'ghcr.io/a/b/c'], ['ghcrxio/a', 'quay.io/ghcr.io/a']],
    ['ghcr.io/*', ['ghcr.io/a'], ['ghcr.io/a/b']],
    ['quay.io/*/web', ['quay.io/shop/web'], ['quay.io/shop/api', 'quay.io/a/b/web']],
    ['bitnami/*', ['docker.io/bitnami/redis'], ['docker.io/library/redis']],
    ['my-*', ['docker.io/library/my-app'], ['docker.io/me/my-app', 'docker.io/library/app']],
    ['docker.io/my-*', ['docker.io/library/my-app'], ['docker.io/app']],
    ['localhost:5000/**', ['localhost:5000/a/b'], ['localhost:5001/a']],
    ['*/shop/web', ['ghcr.io/shop/web'], ['ghcr.io/me/shop/web']],
  ])('%s', (pattern, matching, others) => {
    const matcher = repositoryMatcher(pattern);
    expect([matching.filter((name) => !matcher.test(name)), others.filter((name) => matcher.test(name))]).toEqual([[], []]);
  });

  const problem =
    'must be the name of an image without a tag, or a pattern of names: * is any part of a name between slashes, ** any names';
  test.each(['Ghcr.io/*', 'a//*', '*:latest', 'ghcr.io/*:1', '/*', '***', 'a b*', 'x*@sha256:1'])('%j is an invalid pattern', (pattern) =>
    expect(repositoryPatternProblem(pattern)).toBe(problem),
  );

  test.each(['*', '**', 'ghcr.io/**', 'localhost:5000/*', 'my-*'])('%j is a valid pattern', (pattern) =>
    expect(repositoryPatternProblem(pattern)).toBeUndefined(),
  );

  test('a pattern with more literal text is more specific', () => {
    const patterns = ['*', 'ghcr.io/**', 'ghcr.io/shop/*', '*/shop/*', 'ghcr.io/shop/**', 'ghcr.io/shop/web*'];
    expect(patterns.sort(compareSpecificity)).toEqual([
      'ghcr.io/shop/web*',
      'ghcr.io/shop/*',
      'ghcr.io/shop/**',
      'ghcr.io/**',
      '*/shop/*',
      '*',
    ]);
  });
});

describe('a catalogue with patterns', () => {
  const shop: ImageDescription = { repository: 'ghcr.io/shop/web', tags: ['1.0'], entrypoint: ['web'], programs: { web: {} } };
  const catalogue = catalogueOf([
    { repository: '*', tags: ['*'], size: '1' },
    { repository: 'ghcr.io/**', tags: ['*'], size: '2' },
    { repository: 'ghcr.io/shop/*', tags: ['v*'], size: '3' },
    shop,
  ]);
  const digest = `sha256:${'a'.repeat(64)}`;
  const found = (name: string) => {
    const { image, sizeBytes, imageId } = resolveImage(catalogue, name) as ResolvedImage;
    return [image.isStandIn, sizeBytes, imageId.replace(/sha256:.*/, (all) => (all === digest ? 'given' : 'made'))];
  };

  test.each<[string, boolean, number, string]>([
    ['unheard-of', true, 1, 'docker.io/library/unheard-of@made'],
    ['ghcr.io/a/b:7', true, 2, 'ghcr.io/a/b@made'],
    ['ghcr.io/shop/api:v1', true, 3, 'ghcr.io/shop/api@made'],
    ['ghcr.io/shop/api:1', true, 2, 'ghcr.io/shop/api@made'],
    ['ghcr.io/shop/web:1.0', false, 67_108_864, 'ghcr.io/shop/web@made'],
    ['ghcr.io/shop/web:9.9', false, 67_108_864, 'ghcr.io/shop/web@made'],
    [`ghcr.io/shop/web@${digest}`, false, 67_108_864, 'ghcr.io/shop/web@given'],
    [`quay.io/x@${digest}`, true, 1, 'quay.io/x@given'],
  ])('a catalogue with patterns has %s', (name, ...expected) => expect(found(name)).toEqual(expected));

  test('a catalogue lacks a tag that neither its repository nor a pattern allows', () => {
    expect(resolveImage(catalogueOf([shop]), 'ghcr.io/shop/web:9.9')).toMatchObject({ reason: 'ErrImagePull' });
  });

  test('an Image of a name and tags alone runs as the described image of that name', () => {
    const bare = catalogueOf([shop, { repository: 'ghcr.io/shop/web', tags: ['*'] }]);
    expect((resolveImage(bare, 'ghcr.io/shop/web:9.9') as ResolvedImage).image.description).toBe(shop);
  });
});
