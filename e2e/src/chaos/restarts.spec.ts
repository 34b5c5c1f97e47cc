import { defaultPart, openLab } from '../lab-of-spec.ts';

// The last part starts the lab again with its defaults: an agent for each node.
openLab('--agents', '3');
defaultPart('a second api-server', () => import('./second-api-server.part.ts'));
defaultPart('kills of the api-server between custom objects', () => import('./custom-resources.part.ts'));
defaultPart('the death of the launcher', () => import('./launcher-death.part.ts'));
