import type { Main } from '../../process.ts';
import { agnhostConversionWebhook } from '../agnhost/crd-conversion-webhook.ts';
import { agnhostEntrypointTester } from '../agnhost/entrypoint-tester.ts';
import { agnhostMounttest } from '../agnhost/mounttest.ts';
import { agnhostNetexec } from '../agnhost/netexec.ts';
import { agnhostTestWebserver } from '../agnhost/test-webserver.ts';
import { agnhostWebhook } from '../agnhost/webhook.ts';
import { program } from '../call.ts';
import { pythonHttpServer } from '../network/python-http-server.ts';
import { apk } from '../packages/apk.ts';
import { apt } from '../packages/apt.ts';
import { perl } from '../perl/perl.ts';
import { sampleApiServer } from '../sample-apiserver/sample-apiserver.ts';
import { stress } from './stress.ts';
import { stressNg } from './stress-ng.ts';
import { vishStress } from './vish-stress.ts';

/** Programs of application images; an image description enables each. */
const APPLICATIONS: Readonly<Record<string, Main>> = {
  'agnhost-crd-conversion-webhook': program(agnhostConversionWebhook, 'gnu'),
  'agnhost-entrypoint-tester': program(agnhostEntrypointTester, 'gnu'),
  'agnhost-mounttest': program(agnhostMounttest, 'gnu'),
  'agnhost-netexec': program(agnhostNetexec, 'gnu'),
  'agnhost-test-webserver': program(agnhostTestWebserver, 'gnu'),
  'agnhost-webhook': program(agnhostWebhook, 'gnu'),
  apk: program(apk, 'busybox'),
  apt: program(apt, 'gnu'),
  'apt-get': program(apt, 'gnu'),
  perl: program(perl, 'gnu'),
  'python-http-server': program(pythonHttpServer, 'gnu'),
  'sample-apiserver': program(sampleApiServer, 'gnu'),
  stress: program(stress, 'gnu'),
  'stress-ng': program(stressNg, 'gnu'),
  'vish-stress': program(vishStress, 'gnu'),
};

/** Finds an application by name; undefined when unknown. */
export function findApplication(name: string): Main | undefined {
  return Object.hasOwn(APPLICATIONS, name) ? APPLICATIONS[name] : undefined;
}
