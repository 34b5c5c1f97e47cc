import { describe, expect, test } from 'vitest';
import { judgeWaitCondition, parseWaitCondition } from './wait-condition.ts';

const pod = {
  metadata: { name: 'web', generation: 2, labels: { 'app.kubernetes.io/name': 'web' } },
  spec: { nodeName: 'node-1' },
  status: {
    phase: 'Running',
    observedGeneration: 2,
    ready: 0,
    gone: null,
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Stale', status: 'True', observedGeneration: 1 },
    ],
    containerStatuses: [
      { name: 'a', restartCount: 0, started: true },
      { name: 'b', restartCount: 5 },
    ],
  },
};

function verdict(text: string, object: unknown = pod): unknown {
  const condition = parseWaitCondition(text);
  return 'problem' in condition ? condition : judgeWaitCondition(condition, object);
}

const JSONPATH_FORMAT =
  "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'";
const RELAXED = "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";

describe('a condition of kubectl wait', () => {
  test.each([
    ['condition=Ready', true],
    ['condition=ready=TRUE', true],
    ['condition=Ready=False', false],
    ['condition=Ready=', false],
    ['condition=Nothing', false],
    ['condition=Stale', false],
    ['create', true],
    ['DELETE', false],
    ['jsonpath={.status.phase}=Running', true],
    ['jsonpath=.status.phase="Running"', true],
    ["jsonpath=status.phase='Pending'", false],
    ['jsonpath={.status.ready}=0', true],
    ['jsonpath={.status.gone}', true],
    ['jsonpath={.status.gone}=<nil>', true],
    ['jsonpath={.spec.nodeName}', true],
    ['jsonpath={.spec.nothing.at.all}', false],
    ['jsonpath={.status.containerStatuses[0].name}=a', true],
    ['jsonpath={.status.containerStatuses[-1].restartCount}=5', true],
    ['jsonpath={.status.containerStatuses[1:].name}=b', true],
    ['jsonpath={.status.containerStatuses[0:1].name}=a', true],
    ["jsonpath={.metadata.labels['app\\.kubernetes\\.io/name']}=web", true],
    ['jsonpath={.metadata.labels.app\\.kubernetes\\.io/name}=web', true],
    ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', true],
    ["jsonpath={.status.conditions[?(@.type=='Other')].status}=True", false],
    ['jsonpath={.status.containerStatuses[?(@.restartCount<1)].name}=a', true],
    ['jsonpath={.status.containerStatuses[?(@.started)].name}=a', true],
    ['jsonpath={.status.containerStatuses[?(@.restartCount>2)].name}=b', true],
    ['jsonpath={.status.conditions[?(@.type==@.type)][0]}', false],
  ])('%s: %s', (text, met) => {
    expect(verdict(text)).toMatchObject({ met });
  });

  test.each([
    ['jsonpath={.status.containerStatuses[7].name}=a', 'array index out of bounds: index 7, length 2'],
    ['jsonpath={.status.containerStatuses[0:3].name}=a', 'array index out of bounds: index 2, length 2'],
    ['jsonpath={.status.phase[0]}=R', 'string is not array or slice'],
    ['jsonpath={.status[0]}=R', 'map[string]interface {} is not array or slice'],
    ['jsonpath={.status.phase[?(@.x)]}=R', '"Running" is not array or slice and cannot be filtered'],
    ['jsonpath={.status.containerStatuses[*].name}=a', 'given jsonpath expression matches more than one value'],
    ['jsonpath={.status.containerStatuses.*}=a', false],
    ['jsonpath={.status.conditions}=a', 'jsonpath leads to a nested object or list which is not supported'],
    ['jsonpath={.status.containerStatuses[?(@.name>5)].name}=b', 'incompatible types for comparison'],
    ['jsonpath={.status.containerStatuses[?(@.started==true)].name}=a', 'can only compare one element at a time'],
    ['jsonpath={.status.containerStatuses[?(@.name!=="a")].name}=b', 'unrecognized filter operator !=='],
  ])('%s is not met: %s', (text, problem) => {
    expect(verdict(text)).toMatchObject(problem === false ? { met: false } : { met: false, problem });
  });

  test.each([
    ['', 'unrecognized condition: ""'],
    ['cond=invalid', 'unrecognized condition: "cond=invalid"'],
    ['jsonpath=', 'jsonpath expression cannot be empty'],
    ['jsonpath={=True', RELAXED],
    ['jsonpath={.a}{.b}', RELAXED],
    ['jsonpath={.metadata.name}=', "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3"],
    ["jsonpath={.metadata.name}='test=wrong'", JSONPATH_FORMAT],
    ['jsonpath={.status.containerStatuses[?(@.restartCount>=5)].name}=b', JSONPATH_FORMAT],
    ['jsonpath={.status.conditions[?(@.type=="Failed"||@.type=="Complete")].status}=True', "unrecognized character in action: U+007C '|'"],
    ['jsonpath={.status..phase}=True', 'recursive descent is not supported'],
    ['jsonpath={.status[}', 'unterminated array'],
    ['jsonpath={.status[?(@.a}', 'unterminated filter'],
    ['jsonpath={.status[x]}', 'invalid array index x'],
    ['jsonpath={.status[]}', 'invalid array index '],
  ])('%j is refused as kubectl refuses it', (text, problem) => {
    expect(verdict(text)).toEqual({ problem });
  });

  test('a missing object satisfies only its deletion', () => {
    const texts = ['delete', 'create', 'condition=Ready', 'jsonpath={.status.phase}'];
    expect(texts.map((text) => judgeWaitCondition(parseWaitCondition(text) as never, undefined))).toEqual([
      { met: true },
      { met: false },
      { met: false },
      { met: false },
    ]);
  });
});
