import { copy } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../pod-template/pod-spec.ts';
import { podDefaults } from './pod.defaults.ts';
import type { Pod } from './pod.ts';
import { podSpecDiff } from './pod-spec-diff.ts';

function specOf(spec: object): PodSpec {
  const pod = copy({ spec }) as Pod;
  podDefaults(pod);
  return pod.spec as PodSpec;
}

const web = { name: 'web', image: 'nginx:1' };

describe('the diff of two specs', () => {
  test('the diff shows a field of the spec with its neighbours', () => {
    expect(podSpecDiff(specOf({ containers: [web] }), specOf({ containers: [web], restartPolicy: 'Never' }))).toMatchInlineSnapshot(`
      "@@ -35,7 +35,7 @@
         }
        ],
        "EphemeralContainers": null,
      - "RestartPolicy": "Always",
      + "RestartPolicy": "Never",
        "TerminationGracePeriodSeconds": 30,
        "ActiveDeadlineSeconds": null,
        "DNSPolicy": "ClusterFirst",
      "
    `);
  });

  test('the diff shows ports of a container', () => {
    const next = specOf({ containers: [{ ...web, ports: [{ containerPort: 80 }] }] });
    expect(podSpecDiff(specOf({ containers: [web] }), next)).toMatchInlineSnapshot(`
      "@@ -8,7 +8,15 @@
          "Command": null,
          "Args": null,
          "WorkingDir": "",
      -   "Ports": null,
      +   "Ports": [
      +    {
      +     "Name": "",
      +     "HostPort": 0,
      +     "ContainerPort": 80,
      +     "Protocol": "TCP",
      +     "HostIP": ""
      +    }
      +   ],
          "EnvFrom": null,
          "Env": null,
          "Resources": {
      "
    `);
  });

  test('the diff shows a variable and a limit inside the container', () => {
    const previous = specOf({ containers: [{ ...web, env: [{ name: 'A', value: '1' }], resources: { limits: { cpu: '100m' } } }] });
    const next = specOf({ containers: [{ ...web, env: [{ name: 'A', value: '2' }], resources: { limits: { cpu: '200m' } } }] });
    expect(podSpecDiff(previous, next)).toMatchInlineSnapshot(`
      "@@ -13,16 +13,16 @@
          "Env": [
           {
            "Name": "A",
      -     "Value": "1",
      +     "Value": "2",
            "ValueFrom": null
           }
          ],
          "Resources": {
           "Limits": {
      -     "cpu": "100m"
      +     "cpu": "200m"
           },
           "Requests": {
      -     "cpu": "100m"
      +     "cpu": "200m"
           },
           "Claims": null
          },
      "
    `);
  });

  test('the diff shows host settings in the security context', () => {
    expect(podSpecDiff(specOf({ containers: [web] }), specOf({ containers: [web], hostPID: true }))).toMatchInlineSnapshot(`
      "@@ -45,7 +45,7 @@
        "NodeName": "",
        "SecurityContext": {
         "HostNetwork": false,
      -  "HostPID": false,
      +  "HostPID": true,
         "HostIPC": false,
         "ShareProcessNamespace": null,
         "HostUsers": null,
      "
    `);
  });
});
