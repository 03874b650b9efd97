import { createServiceInput } from '../../../../localcloud/deploy/resources/api-gateway-service';
import {
  attachRolePolicyInput,
  createPolicyInput,
  createRoleInput,
} from '../../../../localcloud/deploy/resources/cam';
import { createBucketBody } from '../../../../localcloud/deploy/resources/cos-bucket';
import { createFunctionInput } from '../../../../localcloud/deploy/resources/scf-function';
import {
  isApiCall,
  readRecordedRequests,
  type RecordedApiCall,
} from '../../../support/recorded-requests';

type Fields = Record<string, unknown>;
const requests = readRecordedRequests();

function recorded(action: string): Fields[] {
  return requests
    .filter(
      (request): request is RecordedApiCall => isApiCall(request) && request.action === action,
    )
    .map(({ body }) => JSON.parse(body) as Fields);
}

describe('the deployment onto the local cloud sends what the real provider sent', () => {
  it('for a role', () => {
    const bodies = recorded('CreateRole');
    expect(bodies).toHaveLength(3);
    for (const body of bodies) {
      const inputs = {
        name: body['RoleName'],
        document: body['PolicyDocument'],
        description: body['Description'],
      };
      expect(createRoleInput(inputs)).toEqual(body);
    }
  });

  it('for a policy, which was recorded without a description', () => {
    const bodies = recorded('CreatePolicy');
    expect(bodies).toHaveLength(3);
    for (const body of bodies) {
      const inputs = { name: body['PolicyName'], document: body['PolicyDocument'] };
      expect(createPolicyInput(inputs)).toEqual(body);
    }
  });

  it('for an attachment', () => {
    const bodies = recorded('AttachRolePolicy');
    expect(bodies).toHaveLength(3);
    for (const body of bodies) {
      const inputs = { roleId: body['AttachRoleId'], policyId: String(body['PolicyId']) };
      expect(attachRolePolicyInput(inputs)).toEqual(body);
    }
  });

  it('for a service', () => {
    const [body] = recorded('CreateService');
    const inputs = { serviceName: 'rec-chat', protocol: 'http&https', netTypes: ['OUTER'] };
    expect(createServiceInput(inputs)).toEqual(body);
  });

  it('for a function, field by field and in the same order', () => {
    const bodies = recorded('CreateFunction');
    expect(bodies).toHaveLength(3);
    for (const body of bodies) {
      const { Variables } = body['Environment'] as { Variables: { Key: string; Value: string }[] };
      const inputs = {
        name: body['FunctionName'],
        handler: 'index.main_handler',
        timeout: body['Timeout'],
        runtime: 'Nodejs20.19',
        namespace: 'default',
        role: body['Role'],
        enablePublicNet: true,
        environment: Object.fromEntries(Variables.map(({ Key, Value }) => [Key, Value])),
      };
      const zip = Buffer.from((body['Code'] as { ZipFile: string }).ZipFile, 'base64');
      expect(JSON.stringify(createFunctionInput(inputs, zip))).toBe(JSON.stringify(body));
    }
  });

  it('for a bucket', () => {
    const puts = requests.filter(
      (request) => !isApiCall(request) && request.method === 'PUT' && request.url === '/',
    );
    expect(puts).toHaveLength(2);
    for (const { body } of puts) {
      expect(createBucketBody('ap-guangzhou')).toBe(body);
    }
  });
});
