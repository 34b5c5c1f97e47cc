/** A parsed image name. `docker.io` and `library/` are filled in as the runtime does. Models `github.com/distribution/reference`. */
export interface ImageReference {
  /** `docker.io`, `registry.k8s.io`, `localhost:5000` */
  readonly registry: string;
  /** `library/nginx` */
  readonly repository: string;
  /** Undefined only when there is a digest and no tag. */
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const REGISTRY =
  /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const NAME_LENGTH_MAX = 255;

/** Parses an image name as written by users; undefined when invalid (`InvalidImageName`). */
export function parseReference(image: string): ImageReference | undefined {
  const [named, digest] = splitOnce(image, '@');
  if (digest !== undefined && !DIGEST.test(digest)) return undefined;
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) return undefined;
  const place = parsePlace(hasTag ? named.slice(0, colon) : named);
  if (place === undefined) return undefined;
  return { ...place, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest };
}

function parsePlace(name: string): { registry: string; repository: string } | undefined {
  const [first, rest] = splitOnce(name, '/');
  const hasRegistry = rest !== undefined && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const registry = hasRegistry ? first : 'docker.io';
  const path = hasRegistry ? rest : name;
  if (!REGISTRY.test(registry) || !path.split('/').every((component) => COMPONENT.test(component))) return undefined;
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  return registry.length + repository.length < NAME_LENGTH_MAX ? { registry, repository } : undefined;
}

/** Kubelet message for an invalid image name. Models `applyDefaultImageTag` of `pkg/kubelet/images/image_manager.go`. */
export function invalidNameText(image: string): string {
  const name = image.replace(/[:@].*$/, '');
  const isUpperCase = name !== name.toLowerCase();
  const why = isUpperCase ? `: repository name (${name.includes('/') ? name : `library/${name}`}) must be lowercase` : '';
  return `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format${why}`;
}

/** Canonical name: `docker.io/library/nginx:1.25`. */
export function referenceText(reference: ImageReference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${repositoryText(reference)}${tag}${digest}`;
}

/** `docker.io/library/nginx` */
export function repositoryText(reference: ImageReference): string {
  return `${reference.registry}/${reference.repository}`;
}

/** `nginx`, `curlimages/curl`, `ghcr.io/a/b`: a repository as people write it. */
export function familiarName(reference: ImageReference): string {
  return repositoryText(reference).replace(/^docker\.io\/(?:library\/)?/, '');
}

/** Upstream's default for `imagePullPolicy`. Models `SetDefaults_Container`. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  return parseReference(image)?.tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
