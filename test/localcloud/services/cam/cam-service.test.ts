import { createCam } from '../../../../localcloud/services/cam/cam-service';
import { TagStore } from '../../../../localcloud/services/tag/tag-store';
import { callService } from '../../../support/call-service';
import { FakeClock } from '../../../support/fake-clock';

const TRUST = JSON.stringify({
  version: '2.0',
  statement: [
    { effect: 'allow', action: ['sts:AssumeRole'], principal: { service: ['scf.qcloud.com'] } },
  ],
});
const POLICY = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: ['cos:PutObject'], resource: ['*'] }],
});

function setUp() {
  const clock = new FakeClock(Date.UTC(2026, 0, 1, 20, 30));
  const tags = new TagStore();
  const cam = createCam({ clock, tags, uin: '100000012345' });
  const call = (action: string, input?: object) => callService(cam.service, action, input);
  return { clock, tags, cam, call };
}

async function withRole() {
  const set = setUp();
  const { RoleId } = await set.call('CreateRole', { RoleName: 'r', PolicyDocument: TRUST });
  return { ...set, RoleId };
}

async function withPolicy() {
  const set = await withRole();
  const { PolicyId } = await set.call('CreatePolicy', { PolicyName: 'p', PolicyDocument: POLICY });
  return { ...set, PolicyId };
}

describe('CAM', () => {
  it('says whose account it is', async () => {
    const { call } = setUp();
    expect(await call('GetUserAppId')).toEqual({
      AppId: 1250000000,
      Uin: '100000012345',
      OwnerUin: '100000012345',
    });
    expect(await call('DescribeSubAccounts', { FilterSubAccountUin: [1] })).toEqual({
      SubAccounts: [],
    });
  });

  it('shows a role as it was made, with times of Beijing', async () => {
    const { call, RoleId } = await withRole();
    expect(await call('DescribeRoleList', { Page: 1, Rp: 200 })).toEqual({
      TotalNum: 1,
      List: [
        {
          RoleId,
          RoleName: 'r',
          PolicyDocument: TRUST,
          Description: '',
          AddTime: '2026-01-02 04:30:00',
          UpdateTime: '2026-01-02 04:30:00',
          ConsoleLogin: 0,
          SessionDuration: 7200,
          RoleArn: 'qcs::cam::uin/100000012345:roleName/r',
          RoleType: 'user',
          Tags: [],
        },
      ],
    });
  });

  it('pages roles', async () => {
    const { call } = setUp();
    for (const RoleName of ['a', 'b', 'c']) {
      await call('CreateRole', { RoleName, PolicyDocument: TRUST });
    }
    const { TotalNum, List } = await call('DescribeRoleList', { Page: 2, Rp: 2 });
    expect([TotalNum, List]).toEqual([3, [expect.objectContaining({ RoleName: 'c' })]]);
  });

  it('changes a role, named by id or by name', async () => {
    const { call, clock, RoleId } = await withRole();
    await clock.advance(60_000);
    await call('UpdateRoleDescription', { RoleId, Description: 'new' });
    await call('UpdateRoleConsoleLogin', { RoleName: 'r', ConsoleLogin: 1 });
    await call('UpdateRoleSessionDuration', { RoleName: 'r', SessionDuration: 600 });
    const { RoleInfo } = await call('GetRole', { RoleName: 'r' });
    expect(RoleInfo).toMatchObject({
      Description: 'new',
      ConsoleLogin: 1,
      SessionDuration: 600,
      UpdateTime: '2026-01-02 04:31:00',
    });
  });

  it('lets those assume a role whom its trust document names, as it is now', async () => {
    const { call, cam } = await withRole();
    expect(cam.roles.isAssumableBy('scf.qcloud.com', 'r')).toBe(true);
    expect(cam.roles.isAssumableBy('scf.qcloud.com', 'other')).toBe(false);
    const PolicyDocument = TRUST.replace('scf.', 'cvm.');
    await call('UpdateAssumeRolePolicy', { RoleName: 'r', PolicyDocument });
    expect(cam.roles.isAssumableBy('scf.qcloud.com', 'r')).toBe(false);
  });

  it('lets a role do what is attached to it, until it is detached, changed or deleted', async () => {
    const { call, cam, RoleId, PolicyId } = await withPolicy();
    const may = () =>
      cam.may({ type: 'role', roleName: 'r' }, 'cos:PutObject', 'qcs::cos:g:uid/1:b/k');
    const before = may();
    await call('AttachRolePolicy', { AttachRoleId: RoleId, PolicyId });
    const attached = may();
    await call('UpdatePolicy', { PolicyId, PolicyDocument: POLICY.replace('allow', 'deny') });
    const changed = may();
    await call('UpdatePolicy', { PolicyId, PolicyDocument: POLICY });
    await call('DetachRolePolicy', { DetachRoleName: 'r', PolicyName: 'p' });
    const detached = may();
    await call('AttachRolePolicy', { AttachRoleName: 'r', PolicyName: 'p' });
    await call('DeletePolicy', { PolicyId: [PolicyId] });
    expect([before, attached, changed, detached, may()]).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it('lists what is attached to a role', async () => {
    const { call, RoleId, PolicyId } = await withPolicy();
    await call('AttachRolePolicy', { AttachRoleId: RoleId, PolicyId });
    const page = { Page: 1, Rp: 20, RoleId };
    expect(await call('ListAttachedRolePolicies', page)).toEqual({
      TotalNum: 1,
      List: [
        {
          PolicyId,
          PolicyName: 'p',
          AddTime: '2026-01-02 04:30:00',
          CreateMode: 2,
          PolicyType: 'User',
        },
      ],
    });
    expect(await call('ListAttachedRolePolicies', { ...page, PolicyType: 'QCS' })).toEqual({
      TotalNum: 0,
      List: [],
    });
  });

  it.each([
    ['InvalidParameter.RoleNotExist', 'GetRole', { RoleName: 'none' }],
    ['InvalidParameter.RoleNotExist', 'DeleteRole', { RoleId: '1' }],
    ['InvalidParameter.RoleNotExist', 'ListAttachedRolePolicies', { Page: 1, Rp: 1, RoleId: '1' }],
    ['InvalidParameter.RoleNameInUse', 'CreateRole', { RoleName: 'r', PolicyDocument: TRUST }],
    ['InvalidParameter.RoleNameError', 'CreateRole', { RoleName: 'a b', PolicyDocument: TRUST }],
    ['InvalidParameter.PrincipalError', 'CreateRole', { RoleName: 'x', PolicyDocument: POLICY }],
    [
      'FailedOperation.PolicyNameInUse',
      'CreatePolicy',
      { PolicyName: 'p', PolicyDocument: POLICY },
    ],
    [
      'InvalidParameter.PolicyNameError',
      'CreatePolicy',
      { PolicyName: '', PolicyDocument: POLICY },
    ],
    ['ResourceNotFound.PolicyIdNotFound', 'GetPolicy', { PolicyId: 1 }],
    ['InvalidParameter.PolicyIdNotExist', 'DeletePolicy', { PolicyId: [1] }],
    ['InvalidParameter.PolicyIdNotExist', 'AttachRolePolicy', { AttachRoleName: 'r', PolicyId: 1 }],
  ])('answers %s to %s %j', async (code, action, input) => {
    const { call } = await withPolicy();
    expect(await call(action, input)).toEqual({ code });
  });

  it('lists policies of its own by a part of their names', async () => {
    const { call, PolicyId } = await withPolicy();
    await call('CreatePolicy', { PolicyName: 'other', PolicyDocument: POLICY });
    const page = { Page: 1, Rp: 1 };
    expect(await call('ListPolicies', page)).toMatchObject({ TotalNum: 2, List: [{ PolicyId }] });
    expect(await call('ListPolicies', { ...page, Keyword: 'p' })).toMatchObject({
      TotalNum: 1,
      List: [{ PolicyId, PolicyName: 'p' }],
    });
    expect(await call('ListPolicies', { ...page, Scope: 'QCS' })).toMatchObject({ TotalNum: 0 });
  });

  it('forgets a deleted role and its tags', async () => {
    const { call, tags, RoleId } = await withRole();
    const resource = { service: 'cam', prefix: 'role', id: String(RoleId) };
    tags.set(resource, 'k', 'v');
    await call('DeleteRole', { RoleId });
    expect(await call('GetRole', { RoleId })).toEqual({ code: 'InvalidParameter.RoleNotExist' });
    expect([...tags.of(resource)]).toEqual([]);
  });
});
