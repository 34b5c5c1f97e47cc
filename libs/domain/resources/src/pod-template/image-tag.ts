const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*$/;
const TAG = /^[\w][\w.-]{0,127}$/;

/**
 * Returns an image's tag: `latest` without tag and digest, '' with only a digest or for an invalid name. Models `parsers.ParseImageName`.
 */
export function imageTag(image: string): string {
  const [imageName = '', digest] = image.split('@');
  const colon = imageName.indexOf(':', imageName.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : imageName.slice(colon + 1);
  const name = colon < 0 ? imageName : imageName.slice(0, colon);
  if (!isRepository(name) || (tag !== undefined && !TAG.test(tag))) return '';
  return tag ?? (digest === undefined ? 'latest' : '');
}

function isRepository(name: string): boolean {
  const slash = name.indexOf('/');
  const host = slash < 0 ? '' : name.slice(0, slash);
  const isHost = host.includes('.') || host.includes(':') || host === 'localhost';
  return REPOSITORY.test(isHost ? name.slice(slash + 1) : name);
}
