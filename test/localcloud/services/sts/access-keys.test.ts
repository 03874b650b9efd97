import { RoleStore } from '../../../../localcloud/services/cam/role-store';
import { AccessKeys } from '../../../../localcloud/services/sts/access-keys';
import { FakeClock } from '../../../support/fake-clock';

const MINUTE = 60_000;
const ACCOUNT = { secretId: 'AKID', secretKey: 'key' };
const TRUST = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: '*', principal: { service: 'scf.qcloud.com' } }],
});

function setUp() {
  const clock = new FakeClock();
  const roles = new RoleStore(clock);
  roles.create({
    roleName: 'member',
    trustDocument: TRUST,
    description: '',
    consoleLogin: 0,
    sessionDuration: 3600,
  });
  return { clock, roles, keys: new AccessKeys(ACCOUNT, roles, clock) };
}

describe('access keys', () => {
  it('know the key of the account, which never expires and needs no token', () => {
    expect(setUp().keys.find('AKID')).toEqual({
      secretKey: 'key',
      principal: { type: 'account' },
    });
  });

  it('know nobody else', () => {
    expect(setUp().keys.find('AKIDOTHER')).toBeUndefined();
  });

  it('know credentials that they issued to a role, for as long as its sessions last', () => {
    const { clock, keys } = setUp();
    const { secretId, secretKey, sessionToken } = keys.forRole('member');
    expect(keys.find(secretId)).toEqual({
      secretKey,
      sessionToken,
      principal: { type: 'role', roleName: 'member' },
      expiresAt: clock.now() + 60 * MINUTE,
    });
  });

  it('issue the same credentials until ten minutes before they expire, then others', async () => {
    const { clock, keys } = setUp();
    const first = keys.forRole('member');
    await clock.advance(50 * MINUTE - 1);
    const second = keys.forRole('member');
    await clock.advance(1);
    const third = keys.forRole('member');
    expect(second).toBe(first);
    expect(third).not.toEqual(first);
    expect(keys.find(first.secretId)).toBeDefined();
  });

  it('issue others to a role that was deleted and made again', () => {
    const { keys, roles } = setUp();
    const first = keys.forRole('member');
    const { trustDocument, description, consoleLogin, sessionDuration } = roles.delete({
      name: 'member',
    });
    roles.create({
      roleName: 'member',
      trustDocument,
      description,
      consoleLogin,
      sessionDuration,
    });
    expect(keys.forRole('member')).not.toEqual(first);
  });

  it('forget what has expired when they issue anew', async () => {
    const { clock, keys } = setUp();
    const { secretId } = keys.forRole('member');
    await clock.advance(61 * MINUTE);
    keys.forRole('member');
    expect(keys.find(secretId)).toBeUndefined();
  });

  it('issue nothing to a role that does not exist', () => {
    const run = () => setUp().keys.forRole('nobody');
    expect(run).toThrow(
      expect.objectContaining({ code: 'InvalidParameter.RoleNotExist' }) as Error,
    );
  });
});
