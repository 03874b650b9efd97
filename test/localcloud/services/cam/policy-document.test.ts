import {
  parsePolicyDocument,
  parseTrustedServices,
} from '../../../../localcloud/services/cam/policy-document';

const STATEMENT = { effect: 'allow', action: ['cos:GetObject'], resource: ['*'] };

function document(change: object = {}, version: unknown = '2.0'): string {
  return JSON.stringify({ version, statement: [{ ...STATEMENT, ...change }] });
}

describe('a policy document', () => {
  it('becomes statements, with single texts as lists and actions without name/', () => {
    const text = document({ action: 'name/cos:PutObject', resource: 'qcs::cos:::b/*' });
    expect(parsePolicyDocument(text)).toEqual([
      { effect: 'allow', actions: ['cos:PutObject'], resources: ['qcs::cos:::b/*'] },
    ]);
  });

  it.each([
    ['PolicyDocumentError', '{'],
    ['PolicyDocumentError', '7'],
    ['VersionError', document({}, '1.0')],
    ['StatementError', JSON.stringify({ version: '2.0', statement: [] })],
    ['StatementError', JSON.stringify({ version: '2.0', statement: [{ ...STATEMENT, odd: 1 }] })],
    ['EffectError', document({ effect: 'Allow' })],
    ['ActionError', document({ action: ['PutObject'] })],
    ['ActionError', document({ action: [] })],
    ['ResourceError', document({ resource: ['b/*'] })],
    ['ConditionError', document({ condition: { ip_equal: { 'qcs:ip': '10.0.0.1' } } })],
    ['PrincipalError', document({ principal: { qcs: ['*'] } })],
  ])('is refused with %s when it is %s', (code, text) => {
    expect(() => parsePolicyDocument(text)).toThrow(
      expect.objectContaining({ code: `InvalidParameter.${code}` }) as Error,
    );
  });
});

describe('a trust document', () => {
  function trust(principal: object, effect = 'allow'): string {
    const statement = [{ effect, action: 'name/sts:AssumeRole', principal }];
    return JSON.stringify({ version: '2.0', statement });
  }

  it('tells which services may assume the role', () => {
    expect(parseTrustedServices(trust({ service: ['scf.qcloud.com', 'a.qcloud.com'] }))).toEqual([
      'scf.qcloud.com',
      'a.qcloud.com',
    ]);
    expect(parseTrustedServices(trust({ qcs: 'qcs::cam::uin/1:root' }))).toEqual([]);
    expect(parseTrustedServices(trust({ service: 'scf.qcloud.com' }, 'deny'))).toEqual([]);
  });

  it('is refused when nobody is named as a principal', () => {
    const text = JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action: '*' }] });
    expect(() => parseTrustedServices(text)).toThrow(
      expect.objectContaining({ code: 'InvalidParameter.PrincipalError' }) as Error,
    );
  });
});
