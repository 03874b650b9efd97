import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { bucketOperations } from '../../localcloud/services/cos/bucket-operations';
import { cosHost } from '../../localcloud/services/cos/cos-service';
import { LIST_OPERATIONS } from '../../localcloud/services/cos/list-operations';
import { OBJECT_OPERATIONS } from '../../localcloud/services/cos/object-operations';
import { createApiClient } from '../support/api-client';
import { createCosClient } from '../support/cos-client';
import {
  documentedOperations,
  POLICY_NAMES,
  policyFor,
  productOf,
} from '../support/permissions/permissions-page';

const DEPLOYER = { secretId: 'AKIDLOCALdeployer', secretKey: 'deploys' };
const OPERATIONS = POLICY_NAMES.flatMap((name) => documentedOperations(name));
/** Refused object by object, in an answer that says yes as a whole. */
const DELETE_MANY = 'cos:DeleteMultipleObjects';
const OF_COS = OPERATIONS.filter(
  (operation) => operation.startsWith('cos:') && operation !== DELETE_MANY,
);
const OF_API = OPERATIONS.filter((operation) => !operation.startsWith('cos:'));

/** What the deployer may do at this moment. */
let allowed: readonly string[];
let cloud: LocalCloud;

beforeAll(async () => {
  const deployer = {
    ...DEPLOYER,
    get policy() {
      return JSON.stringify(policyFor(allowed));
    },
  };
  cloud = await startLocalCloud({ port: 0, users: [deployer] });
});
afterAll(() => cloud.close());
beforeEach(() => {
  allowed = OPERATIONS;
});

function without(operation: string): void {
  allowed = OPERATIONS.filter((one) => one !== operation);
}

/** Calls the operation with nothing in it; gives the error that it is answered with. */
async function callApi(operation: string): Promise<{ Code?: string; Message?: string }> {
  const api = createApiClient({ port: cloud.port, ...DEPLOYER });
  const answer = await api(productOf(operation), operation.split(':')[1] ?? '', {});
  return answer['Error'] ?? {};
}

/** Sends what the operation stands for to a bucket that does not exist. */
async function sendToCos(operation: string): Promise<{ statusCode?: number; message?: string }> {
  const [kind, request] = Object.entries({
    bucket: { ...bucketOperations(cosHost(cloud.region)), ...LIST_OPERATIONS },
    object: OBJECT_OPERATIONS,
  })
    .flatMap(([kind, operations]) =>
      Object.entries(operations).map(([name, { action }]) => [kind, name, action] as const),
    )
    .find(([, , action]) => `cos:${action}` === operation) ?? ['', ''];
  const [Method = '', Action = ''] = request.split(' ');
  const place = { Bucket: 'scf-chat-nowhere-1250000000', Region: cloud.region };
  const target = { ...place, Method, Action, Key: kind === 'object' ? 'some key' : '' };
  try {
    return await createCosClient(cloud, DEPLOYER).request(target);
  } catch (error) {
    return error as { statusCode: number; message: string };
  }
}

describe('the policies of docs/permissions.md, of which one action is missing', () => {
  it.each(OF_API)('%s, have the answer name it', async (operation) => {
    expect((await callApi(operation)).Code).not.toBe('UnauthorizedOperation');
    without(operation);
    expect(await callApi(operation)).toMatchObject({
      Code: 'UnauthorizedOperation',
      Message: expect.stringContaining(`(${operation})`) as string,
    });
  });

  it.each(OF_COS)('%s, have COS name it', async (operation) => {
    expect((await sendToCos(operation)).statusCode).not.toBe(403);
    without(operation);
    const { statusCode, message } = await sendToCos(operation);
    expect(statusCode).toBe(403);
    // The answer to a HEAD has no body, and so no words.
    if (!operation.startsWith('cos:Head')) expect(message).toContain(`${operation}.`);
  });

  it(`${DELETE_MANY}, have COS name it for each object`, async () => {
    const place = { Bucket: 'scf-chat-here-1250000000', Region: cloud.region };
    await createCosClient(cloud).putBucket(place);
    await createCosClient(cloud).putObject({ ...place, Key: 'k', Body: '' });
    const deleteMany = () =>
      createCosClient(cloud, DEPLOYER).deleteMultipleObject({ ...place, Objects: [{ Key: 'k' }] });
    without(DELETE_MANY);
    expect((await deleteMany()).Error).toMatchObject([
      { Code: 'AccessDenied', Message: expect.stringContaining(`${DELETE_MANY}.`) as string },
    ]);
    allowed = OPERATIONS;
    expect(await deleteMany()).toMatchObject({ Deleted: [{ Key: 'k' }], Error: [] });
  });
});

describe('the policy to deploy', () => {
  it('reaches no bucket of anybody else', async () => {
    const place = { Bucket: 'somebody-elses-1250000000', Region: cloud.region };
    await createCosClient(cloud).putBucket(place);
    await expect(createCosClient(cloud, DEPLOYER).deleteBucket(place)).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});
