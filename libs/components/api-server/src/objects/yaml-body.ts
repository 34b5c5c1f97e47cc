import { decodeYaml } from './decode-yaml.ts';

/** A body of YAML as JSON. `strictErrors`: the keys that come twice, as one complaint; none where there are none. */
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

/** All keys that come twice in one text, as Go's YAML reader tells them. */
export function duplicatesText(duplicates: readonly string[]): string {
  return `yaml: unmarshal errors:\n${duplicates.map((one) => `  ${one}`).join('\n')}`;
}
