import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import { isSecretField, isSecretName, secretArgument } from './secret-names.ts';

/** Returns the replacement of a secret text: equal for equal texts. */
export type Pseudonym = (text: string) => string;

type Node = unknown;
type Fields = Readonly<Record<string, Node>>;

const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Key of a Secret whose value must stay JSON. */
const DOCKER_JSON = '.dockerconfigjson';
/** Max depth of objects: the API accepts no deeper ones. */
const DEPTH_MAX = 200;

/**
 * Returns `object` with pseudonyms for its secret parts: data of Secrets and of helm's releases, variables, arguments, keys of ConfigMaps,
 * annotations and custom fields with secret names, all of them in last-applied configurations too. Unchanged objects are returned as they
 * are.
 */
export function redactObject(object: Node, key: ObjectKey, pseudonym: Pseudonym): Node {
  return new Redaction(pseudonym, !isBuiltIn(key.group)).object(object, key.resource);
}

class Redaction {
  readonly #pseudonym: Pseudonym;
  readonly #isCustom: boolean;

  constructor(pseudonym: Pseudonym, isCustom: boolean) {
    this.#pseudonym = pseudonym;
    this.#isCustom = isCustom;
  }

  object(object: Node, resource: string): Node {
    const walked = this.#walk(object, 0);
    if (!isFields(walked)) return walked;
    if (resource === 'secrets' || walked.kind === 'Secret') return this.#secret(walked);
    return resource === 'configmaps' || walked.kind === 'ConfigMap' ? this.#configMap(walked) : walked;
  }

  #secret(secret: Fields): Fields {
    const { data, stringData } = secret;
    return {
      ...secret,
      ...(isFields(data) && { data: mapFields(data, (name, value) => this.#base64(name, value)) }),
      ...(isFields(stringData) && { stringData: mapFields(stringData, (name, value) => this.#keyed(name, value)) }),
    };
  }

  /** Helm can store its releases in ConfigMaps. */
  #configMap(object: Fields): Fields {
    const labels = isFields(object.metadata) && isFields(object.metadata.labels) ? object.metadata.labels : {};
    const isRelease = labels.owner === 'helm';
    const { data, binaryData } = object;
    const isSecret = (name: string) => isRelease || isSecretName(name);
    return {
      ...object,
      ...(isFields(data) && { data: mapFields(data, (name, value) => (isSecret(name) ? this.#text(value) : value)) }),
      ...(isFields(binaryData) && {
        binaryData: mapFields(binaryData, (name, value) => (isSecret(name) ? this.#base64(name, value) : value)),
      }),
    };
  }

  #walk(node: Node, depth: number): Node {
    if (depth > DEPTH_MAX) return node;
    if (Array.isArray(node)) return mapItems(node, (item) => this.#walk(item, depth + 1));
    if (!isFields(node)) return node;
    return mapFields(node, (name, value) => this.#field(name, value, depth + 1));
  }

  #field(name: string, value: Node, depth: number): Node {
    // Owned fields have names, no values; the walk would spend most of its time in them.
    if (name === 'managedFields') return value;
    if (name === 'env' && Array.isArray(value)) return mapItems(value, (one) => this.#variable(this.#walk(one, depth)));
    if ((name === 'args' || name === 'command') && Array.isArray(value)) return mapItems(value, (one) => this.#argument(one));
    if (name === 'annotations' && isFields(value)) return mapFields(value, (key, text) => this.#annotation(key, text));
    if (name === 'environment' && isFields(value)) return mapFields(value, (key, text) => (isSecretName(key) ? this.#text(text) : text));
    if (this.#isCustom && typeof value === 'string' && isSecretField(name)) return this.#text(value);
    return this.#walk(value, depth);
  }

  #variable(node: Node): Node {
    if (!isFields(node) || typeof node.name !== 'string' || !isSecretName(node.name)) return node;
    return { ...node, ...(node.value !== undefined && { value: this.#text(node.value) }) };
  }

  #argument(node: Node): Node {
    const secret = typeof node === 'string' ? secretArgument(node) : undefined;
    return secret === undefined ? node : secret.flag + this.#pseudonym(secret.value);
  }

  #annotation(name: string, value: Node): Node {
    if (name === APPLIED && typeof value === 'string') return this.#applied(value);
    return isSecretName(name) ? this.#text(value) : value;
  }

  /** An invalid configuration becomes a pseudonym as a whole. */
  #applied(text: string): string {
    try {
      return `${JSON.stringify(this.object(JSON.parse(text), ''))}\n`;
    } catch (error) {
      if (error instanceof SyntaxError) return this.#pseudonym(text);
      throw error;
    }
  }

  #text(value: Node): Node {
    return typeof value === 'string' && value !== '' ? this.#pseudonym(value) : value;
  }

  #keyed(name: string, value: Node): Node {
    if (name !== DOCKER_JSON || typeof value !== 'string') return this.#text(value);
    return JSON.stringify({ auths: {}, redacted: this.#pseudonym(value) });
  }

  #base64(name: string, value: Node): Node {
    if (typeof value !== 'string' || value === '') return value;
    const replaced = this.#keyed(name, decodeUtf8(decodeBase64(value)));
    return encodeBase64(encodeUtf8(replaced as string));
  }
}

function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io') || group.endsWith('klockwork.dev');
}

function isFields(node: Node): node is Fields {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** Maps the fields of an object; returns the same object without a change. */
function mapFields(fields: Fields, map: (name: string, value: Node) => Node): Fields {
  let changed: Record<string, Node> | undefined;
  for (const [name, value] of Object.entries(fields)) {
    const mapped = map(name, value);
    if (mapped === value) continue;
    changed ??= { ...fields };
    changed[name] = mapped;
  }
  return changed ?? fields;
}

function mapItems(items: readonly Node[], map: (item: Node) => Node): readonly Node[] {
  let changed: Node[] | undefined;
  items.forEach((item, index) => {
    const mapped = map(item);
    if (mapped === item) return;
    changed ??= [...items];
    changed[index] = mapped;
  });
  return changed ?? items;
}
