import { isAllowed } from '../../../../localcloud/services/cam/policy-check';
import type { PolicyStatement } from '../../../../localcloud/services/cam/policy-document';

const BUCKET = 'qcs::cos:ap-guangzhou:uid/1250000000:b-1250000000';

function allow(action: string, resource: string): PolicyStatement {
  return { effect: 'allow', actions: [action], resources: [resource] };
}

function deny(action: string, resource: string): PolicyStatement {
  return { ...allow(action, resource), effect: 'deny' };
}

function mayPut(...statements: PolicyStatement[]): boolean {
  return isAllowed(statements, 'cos:PutObject', `${BUCKET}/connections/a`);
}

describe('policies', () => {
  it('allow nothing when there are none', () => {
    expect(mayPut()).toBe(false);
  });

  it.each([
    ['cos:PutObject', `${BUCKET}/connections/a`],
    ['cos:PutObject', `${BUCKET}/connections/*`],
    ['cos:PutObject', `${BUCKET}/*`],
    ['cos:Put*', '*'],
    ['cos:*', '*'],
    ['*', '*'],
    ['cos:PutObject', 'qcs::cos::uid/1250000000:b-1250000000/*'],
    ['cos:PutObject', 'qcs::cos:ap-guangzhou::b-1250000000/*'],
    ['cos:PutObject', 'qcs::cos:*:uid/*:b-*/connections/a'],
  ])('allow what %s on %s covers', (action, resource) => {
    expect(mayPut(allow(action, resource))).toBe(true);
  });

  it.each([
    ['cos:GetObject', '*'],
    ['cos:PutObjectACL', '*'],
    ['scf:*', '*'],
    ['cos:PutObject', `${BUCKET}/connections`],
    ['cos:PutObject', `${BUCKET}/connections/b*`],
    ['cos:PutObject', 'qcs::cos:ap-shanghai:uid/1250000000:b-1250000000/*'],
    ['cos:PutObject', 'qcs::cos:ap-guangzhou:uid/1250000001:b-1250000000/*'],
    ['cos:PutObject', 'qcs::cos:ap-guangzhou:uid/1250000000:c-1250000000/*'],
    ['cos:PutObject', 'qcs::cos:ap.guangzhou:uid/1250000000:b-1250000000/*'],
  ])('do not allow what %s on %s leaves out', (action, resource) => {
    expect(mayPut(allow(action, resource))).toBe(false);
  });

  it('deny what one statement denies, however many allow it', () => {
    expect(mayPut(allow('*', '*'), deny('cos:PutObject', `${BUCKET}/connections/*`))).toBe(false);
    expect(mayPut(allow('*', '*'), deny('cos:DeleteObject', '*'))).toBe(true);
  });

  it('cover the list of a prefix with the prefix followed by anything', () => {
    const list = [allow('cos:GetBucket', `${BUCKET}/connections/*`)];
    expect(isAllowed(list, 'cos:GetBucket', `${BUCKET}/connections/`)).toBe(true);
    expect(isAllowed(list, 'cos:GetBucket', `${BUCKET}/`)).toBe(false);
  });
});
