import { decodeYaml } from './decode-yaml.ts';

/** YAML body as JSON. `strictErrors`: duplicate keys in a single message; empty without duplicates. */
export interface YamlBody {
  readonly json: string;
  readonly strictErrors: readonly string[];
}

/** Turns YAML into JSON, which the decoder of bodies reads. Throws `YamlError`. Models `sigs.k8s.io/yaml.YAMLToJSONStrict`. */
export function jsonOfYaml(text: string): YamlBody {
  const { value, duplicates } = decodeYaml(text);
  const json = JSON.stringify(value ?? null);
  return { json, strictErrors: duplicates.length === 0 ? [] : [duplicatesText(duplicates)] };
}

/** Returns all duplicate keys of a text, in the format of Go's YAML parser. */
export function duplicatesText(duplicates: readonly string[]): string {
  return `yaml: unmarshal errors:\n${duplicates.map((one) => `  ${one}`).join('\n')}`;
}
