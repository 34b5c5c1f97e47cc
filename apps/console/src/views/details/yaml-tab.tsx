import { lazy } from 'react';
import { TEXTS } from '../../texts.ts';
import type { DetailsTab } from './selected-object.ts';

/** The object as YAML. The editor is loaded with the first use of the tab. */
export const yamlTab: DetailsTab = {
  id: 'yaml',
  title: TEXTS.yaml.title,
  appliesTo: () => true,
  Panel: lazy(() => import('./yaml/yaml-panel.tsx').then(({ YamlPanel }) => ({ default: YamlPanel }))),
};
