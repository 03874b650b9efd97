import { findApi } from '../../infra/gateways/api-gateway/web-socket-api-lifecycle';
import {
  clientSettings,
  connectProduct,
  errorCode,
  type CallProduct,
} from '../../infra/tencent-api/client';
import type { StateResource } from './stack-state';

/** What finding a resource needs. */
interface Search {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly cam: CallProduct;
  readonly apigateway: CallProduct;
  /** Ids that the state knows already. */
  readonly known: ReadonlySet<string>;
}

type Find = (search: Search) => Promise<string | undefined>;

/** Largest pages of DescribeServicesStatus and of ListPolicies. */
const SERVICES_PAGE = 100;
const POLICIES_PAGE = 200;

/** How to find a resource of each type by what makes it unmistakable: a name, mostly. */
const FIND: Readonly<Record<string, Find>> = {
  'tencentcloud:index/apiGatewayService:ApiGatewayService': findService,
  'tencentcloud:index/camRole:CamRole': findRole,
  'tencentcloud:index/camPolicy:CamPolicy': findPolicy,
  'tencentcloud:index/cosBucket:CosBucket': byInputs(({ bucket }) => bucket),
  'tencentcloud:index/camRolePolicyAttachment:CamRolePolicyAttachment': byInputs(
    ({ roleId, policyId }) => `${String(roleId)}#${String(policyId)}`,
  ),
  'tencentcloud:index/scfFunction:ScfFunction': byInputs(
    ({ namespace, name }) => `${String(namespace)}+${String(name)}`,
  ),
  'pulumi-nodejs:dynamic/apigateway:WebSocketApi': ({ inputs, apigateway }) =>
    findApi(apigateway, { serviceId: String(inputs['serviceId']), path: String(inputs['path']) }),
  'pulumi-nodejs:dynamic/apigateway:WebSocketDeployment': byInputs(({ apiId }) => apiId),
};

/** Gives the id that a resource has in the cloud if it is there. */
export type FindId = (resource: StateResource) => Promise<string | undefined>;

/**
 * Looks resources up in the cloud that the environment leads to. An id that follows from the
 * resource's inputs is given without asking: a refresh then tells whether there is such a thing.
 *
 * @param known ids that are somebody's already
 */
export async function finderOfIds(known: ReadonlySet<string>): Promise<FindId> {
  const settings = clientSettings((_key, variable) => process.env[variable]);
  const cam = await connectProduct('cam', settings);
  const apigateway = await connectProduct('apigateway', settings);
  return async ({ type, inputs }) => FIND[type]?.({ inputs, cam, apigateway, known });
}

function byInputs(id: (inputs: Search['inputs']) => unknown): Find {
  return ({ inputs }) => Promise.resolve(String(id(inputs)));
}

/** Names of services are not unique. */
async function findService({ inputs, apigateway, known }: Search): Promise<string | undefined> {
  for (let Offset = 0; ; Offset += SERVICES_PAGE) {
    const { Result } = (await apigateway('DescribeServicesStatus', {
      Offset,
      Limit: SERVICES_PAGE,
    })) as { Result: { ServiceSet: { ServiceId: string; ServiceName: string }[] } };
    const found = Result.ServiceSet.find(
      ({ ServiceId, ServiceName }) =>
        ServiceName === inputs['serviceName'] && !known.has(ServiceId),
    );
    if (found !== undefined || Result.ServiceSet.length < SERVICES_PAGE) {
      return found?.ServiceId;
    }
  }
}

async function findRole({ inputs, cam }: Search): Promise<string | undefined> {
  try {
    const { RoleInfo } = (await cam('GetRole', { RoleName: inputs['name'] })) as {
      RoleInfo: { RoleId: string };
    };
    return RoleInfo.RoleId;
  } catch (error) {
    if (errorCode(error) === 'InvalidParameter.RoleNotExist') {
      return undefined;
    }
    throw error;
  }
}

async function findPolicy({ inputs, cam }: Search): Promise<string | undefined> {
  const { List } = (await cam('ListPolicies', {
    Keyword: inputs['name'],
    Scope: 'Local',
    Page: 1,
    Rp: POLICIES_PAGE,
  })) as { List: { PolicyId: number; PolicyName: string }[] };
  const found = List.find(({ PolicyName }) => PolicyName === inputs['name']);
  return found && String(found.PolicyId);
}
