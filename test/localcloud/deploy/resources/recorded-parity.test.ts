import { createServiceInput } from '../../../../localcloud/deploy/resources/api-gateway-service';
import {
  attachRolePolicyInput,
  createPolicyInput,
  createRoleInput,
} from '../../../../localcloud/deploy/resources/cam';
import { createBucketBody, taggingBody } from '../../../../localcloud/deploy/resources/cos-bucket';
import {
  createFunctionInput,
  updateCodeInput,
  updateConfigurationInput,
} from '../../../../localcloud/deploy/resources/scf-function';
import { modifyTagsInput } from '../../../../localcloud/deploy/resources/tags';
import {
  isApiCall,
  readRecordedRequests,
  readTagRequests,
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

  it('for new code of a function', () => {
    const bodies = recorded('UpdateFunctionCode');
    expect(bodies).toHaveLength(3);
    for (const body of bodies) {
      const inputs = {
        name: body['FunctionName'],
        handler: 'index.main_handler',
        namespace: 'default',
      };
      const zip = Buffer.from((body['Code'] as { ZipFile: string }).ZipFile, 'base64');
      expect(JSON.stringify(updateCodeInput(inputs, zip))).toBe(JSON.stringify(body));
    }
  });

  it('for another time-out of a function, with its environment and network', () => {
    const bodies = recorded('UpdateFunctionConfiguration');
    expect(bodies).toHaveLength(3);
    for (const body of bodies) {
      const { Variables } = body['Environment'] as { Variables: { Key: string; Value: string }[] };
      const inputs = {
        name: body['FunctionName'],
        handler: 'index.main_handler',
        timeout: body['Timeout'],
        runtime: 'Nodejs20.19',
        namespace: 'default',
        role: 'a-role',
        enablePublicNet: true,
        environment: Object.fromEntries(Variables.map(({ Key, Value }) => [Key, Value])),
      };
      expect(JSON.stringify(updateConfigurationInput(inputs, ['timeout']))).toBe(
        JSON.stringify(body),
      );
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

  describe('for tags', () => {
    const tagging = readTagRequests();
    const bodyOf = (action: string) =>
      tagging.filter((request) => request.action === action).map(({ body }) => body);
    /** In the order in which they were sent, which was another each time. */
    const tagsIn = (body: string, key: string, value: string) => ({
      tags: Object.fromEntries(
        [...body.matchAll(new RegExp(`"${key}":"([^"]+)","${value}":"([^"]+)"`, 'g'))].map(
          ([, name = '', text = '']) => [name, text],
        ),
      ),
    });

    it('of a service and of a role', () => {
      const bodies = bodyOf('ModifyResourceTags');
      expect(bodies).toHaveLength(2);
      for (const body of bodies) {
        const { Resource } = JSON.parse(body) as { Resource: string };
        const inputs = tagsIn(body, 'TagKey', 'TagValue');
        expect(JSON.stringify(modifyTagsInput(inputs, Resource))).toBe(body);
        expect(Resource).toMatch(
          /^qcs::(apigw:ap-guangzhou:uin\/:service\/service-|cam::uin\/:role\/\d+$)/,
        );
      }
    });

    it('of a policy', () => {
      const [body = ''] = bodyOf('CreatePolicy');
      const sent = JSON.parse(body) as Fields;
      const inputs = {
        name: sent['PolicyName'],
        document: sent['PolicyDocument'],
        description: sent['Description'],
        ...tagsIn(body, 'Key', 'Value'),
      };
      expect(createPolicyInput(inputs)).toEqual(sent);
    });

    it('of a function', () => {
      const [body = ''] = bodyOf('CreateFunction');
      const sent = JSON.parse(body) as Fields;
      const { Variables } = sent['Environment'] as { Variables: { Key: string; Value: string }[] };
      const inputs = {
        name: sent['FunctionName'],
        handler: sent['Handler'],
        description: sent['Description'],
        timeout: sent['Timeout'],
        runtime: sent['Runtime'],
        namespace: sent['Namespace'],
        role: sent['Role'],
        enablePublicNet: true,
        environment: Object.fromEntries(Variables.map(({ Key, Value }) => [Key, Value])),
        tags: tagsIn(JSON.stringify(sent['Tags']), 'Key', 'Value').tags,
      };
      expect(JSON.stringify(createFunctionInput(inputs, Buffer.of()))).toBe(body);
    });

    it('of a bucket, whose tags it takes off first', () => {
      const [cleared, put, ...more] = tagging.filter(({ method }) => method !== undefined);
      expect(more).toEqual([]);
      expect(cleared).toMatchObject({ method: 'DELETE', body: '' });
      const tags = { 'pulumi-stack': 'local', 'pulumi-project': 'scf-chat' };
      expect(put).toMatchObject({ method: 'PUT', body: taggingBody({ tags }) });
    });
  });
});
