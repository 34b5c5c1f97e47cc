import { describe, expect, test } from 'vitest';
import { clusterRoleKind } from '../cluster-role/cluster-role.kind.ts';
import { clusterRoleBindingKind } from '../cluster-role-binding/cluster-role-binding.kind.ts';
import { roleKind } from '../role/role.kind.ts';
import { roleBindingKind } from '../role-binding/role-binding.kind.ts';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';

const CREATED = { creationTimestamp: '2026-01-01T00:00:00Z', resourceVersion: '1' };
const NOW = Date.parse('2026-01-01T00:01:00Z');
const READS_PODS = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const VIEW = { kind: 'ClusterRole', name: 'view' };

const aRole = (...rules: object[]) => ({ metadata: { name: 'reader', namespace: 'default' }, rules });
const aClusterRole = (...rules: object[]) => ({ metadata: { name: 'reader' }, rules });
const aBinding = (roleRef: object, ...subjects: object[]) => ({
  metadata: { name: 'readers', namespace: 'default', ...CREATED },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: '', name: '', ...roleRef },
  subjects: subjects as { kind: string; name: string }[],
});
const aClusterBinding = (roleRef: object, ...subjects: object[]) => {
  const { metadata, ...rest } = aBinding(roleRef, ...subjects);
  return { metadata: { name: metadata.name, ...CREATED }, ...rest };
};

describe('a role', () => {
  test("a role name may have RBAC's special characters, unlike other names", () => {
    expect(tryCreate(clusterRoleKind, { metadata: { name: 'system:node Reader*' }, rules: [READS_PODS] }).errors).toEqual([]);
  });

  test('a role may name objects of several resources', () => {
    const names = { ...READS_PODS, resources: ['configmaps', 'leases'], resourceNames: ['leader'] };
    expect(tryCreate(roleKind, aRole(names)).errors).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    [
      'whose name is a path',
      { ...aRole(), metadata: { name: 'a/b', namespace: 'default' } },
      [`metadata.name: Invalid value: "a/b": may not contain '/'`],
    ],
    [
      'whose rule says nothing',
      aRole({}),
      [
        'rules[0].verbs: Required value: verbs must contain at least one value',
        'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
        'rules[0].resources: Required value: resource rules must supply at least one resource',
      ],
    ],
    [
      'of one namespace that speaks of paths, and of resources in the same rule',
      aRole({ ...READS_PODS, nonResourceURLs: ['/healthz'] }),
      [
        'rules[0].nonResourceURLs: Invalid value: ["/healthz"]: namespaced rules cannot apply to non-resource URLs',
        'rules[0].nonResourceURLs: Invalid value: ["/healthz"]: rules cannot apply to both regular resources and non-resource URLs',
      ],
    ],
  ])('a role %s is refused', (_, role, errors) => {
    expect(tryCreate(roleKind, role).errors).toEqual(errors);
    expect(
      tryUpdate(roleKind, { metadata: { name: 'reader', namespace: 'default', ...CREATED } }, (draft) =>
        Object.assign(draft, { rules: (role as { rules: [] }).rules }),
      ).errors.slice(0, errors.length),
    ).toEqual((role as { rules: [] }).rules.length === 0 ? [] : errors);
  });

  test('a cluster role may contain paths', () => {
    expect(tryCreate(clusterRoleKind, aClusterRole({ nonResourceURLs: ['/metrics'], verbs: ['get'] })).errors).toEqual([]);
  });

  test('an aggregated role must have selectors', () => {
    const gather = (clusterRoleSelectors: object[]) => ({ ...aClusterRole(), aggregationRule: { clusterRoleSelectors } });
    expect(tryCreate(clusterRoleKind, gather([{ matchLabels: { team: 'a' } }])).errors).toEqual([]);
    expect(tryCreate(clusterRoleKind, gather([])).errors).toEqual([
      'aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
    ]);
    expect(tryCreate(clusterRoleKind, gather([{ matchExpressions: [{ key: 'team', operator: 'Is' }] }])).errors).toEqual([
      'aggregationRule.clusterRoleSelectors[0].matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator',
      'aggregationRule.clusterRoleSelectors[0]: Invalid value: null: invalid label selector.',
    ]);
  });

  test('a role is printed with its creation time', () => {
    expect(rowOf(roleKind, { metadata: { name: 'reader', namespace: 'default', ...CREATED } }, NOW)).toEqual({
      Name: 'reader',
      'Created At': '2026-01-01T00:00:00Z',
    });
  });
});

describe('a binding', () => {
  test('a binding gets API groups of its references', () => {
    const subjects = [
      { kind: 'User', name: 'jane' },
      { kind: 'Group', name: 'devs' },
      { kind: 'ServiceAccount', name: 'default', namespace: 'default' },
    ];
    const { object, errors } = tryCreate(roleBindingKind, aBinding({ ...VIEW, apiGroup: '' }, ...subjects));
    const group = 'rbac.authorization.k8s.io';
    expect([errors, object.roleRef.apiGroup, object.subjects?.map(({ apiGroup }) => apiGroup)]).toEqual([
      [],
      group,
      [group, group, undefined],
    ]);
  });

  test.each<[string, object, object[], string[]]>([
    [
      'to nothing',
      {},
      [],
      ['roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole"', 'roleRef.name: Required value'],
    ],
    [
      'to a role of another group',
      { ...VIEW, apiGroup: 'apps' },
      [],
      ['roleRef.apiGroup: Unsupported value: "apps": supported values: "rbac.authorization.k8s.io"'],
    ],
    ['to a role named as a path', { kind: 'Role', name: 'a/b' }, [], [`roleRef.name: Invalid value: "a/b": may not contain '/'`]],
    [
      'of a robot',
      VIEW,
      [{ kind: 'Robot', name: 'r2' }],
      ['subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"'],
    ],
    ['of nobody', VIEW, [{ kind: 'User' }, { kind: 'Group' }], ['subjects[0].name: Required value', 'subjects[1].name: Required value']],
    [
      'of an account of a group',
      VIEW,
      [{ kind: 'ServiceAccount', name: 'default', apiGroup: 'apps' }],
      ['subjects[0].apiGroup: Unsupported value: "apps": supported values: ""'],
    ],
    [
      'of a user of another group',
      VIEW,
      [{ kind: 'User', name: 'jane', apiGroup: 'apps' }],
      ['subjects[0].apiGroup: Unsupported value: "apps": supported values: "rbac.authorization.k8s.io"'],
    ],
  ])('a binding %s is refused', (_, roleRef, subjects, errors) => {
    expect(tryCreate(roleBindingKind, aBinding(roleRef, ...subjects)).errors).toEqual(errors);
  });

  test('a cluster binding requires a cluster role, and namespaces of its accounts', () => {
    const body = aClusterBinding({ kind: 'Role', name: 'view' }, { kind: 'ServiceAccount', name: 'default' });
    expect(tryCreate(clusterRoleBindingKind, body).errors).toEqual([
      'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
      'subjects[0].namespace: Required value',
    ]);
  });

  test('a binding keeps its role; subjects may change', () => {
    const stored = aBinding(VIEW, { kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' });
    const { errors } = tryUpdate(roleBindingKind, stored, (draft) => {
      draft.subjects = [];
      draft.roleRef = { ...draft.roleRef, name: 'edit' };
    });
    expect(errors).toEqual([
      'roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"ClusterRole","Name":"edit"}: cannot change roleRef',
    ]);
    expect(tryUpdate(roleBindingKind, stored, (draft) => Object.assign(draft, { subjects: [] })).errors).toEqual([]);
    expect(
      tryUpdate(clusterRoleBindingKind, aClusterBinding(VIEW), (draft) =>
        Object.assign(draft, { roleRef: { ...draft.roleRef, name: 'x' } }),
      ).errors,
    ).toEqual(['roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"ClusterRole","Name":"x"}: cannot change roleRef']);
  });

  test('a binding is printed with its role and, wide, with subjects', () => {
    const subjects = [
      { kind: 'User', name: 'jane' },
      { kind: 'User', name: 'joe' },
      { kind: 'ServiceAccount', name: 'builder', namespace: 'ci' },
    ];
    expect(rowOf(roleBindingKind, aBinding(VIEW, ...subjects), NOW)).toEqual({
      Name: 'readers',
      Role: 'ClusterRole/view',
      Age: '60s',
      'Users (wide)': 'jane, joe',
      'Groups (wide)': '',
      'ServiceAccounts (wide)': 'ci/builder',
    });
  });
});
