import { zip } from '../../infra/bundle/zip';
import type { LocalCloud } from '../../localcloud/local-cloud';
import { createApiClient, errorCode, type ApiAnswer } from './api-client';

/** A function that puts nothing anywhere: it says yes to the gateway and tells what it was sent. */
export const AGREEING_SOURCE = `
exports.main_handler = async (event) =>
  ({ errNo: 0, errMsg: 'ok', websocket: event.websocket });`;

const TRUST = {
  version: '2.0',
  statement: [
    { action: 'name/sts:AssumeRole', effect: 'allow', principal: { service: 'scf.qcloud.com' } },
  ],
};

/** Makes things in a local cloud by its own API, as a test needs them. */
export class CloudDeployment {
  private readonly api: ReturnType<typeof createApiClient>;

  constructor(cloud: Pick<LocalCloud, 'port' | 'credentials'>, now?: () => number) {
    this.api = createApiClient({ port: cloud.port, ...cloud.credentials, ...(now && { now }) });
  }

  /** The answer whether it says yes or no. */
  call(product: string, action: string, input: object): Promise<ApiAnswer> {
    return this.api(product, action, input);
  }

  /** The answer, which must say yes. */
  async must(product: string, action: string, input: object): Promise<ApiAnswer> {
    const answer = await this.call(product, action, input);
    if (errorCode(answer)) throw new Error(`${action}: ${JSON.stringify(answer['Error'])}`);
    return answer;
  }

  /** A function of this source, once it is Active. */
  async function(FunctionName: string, source: string, settings: object = {}): Promise<void> {
    await this.must('scf', 'CreateFunction', {
      FunctionName,
      Code: { ZipFile: (await zip({ 'index.js': source })).toString('base64') },
      Handler: 'index.main_handler',
      Runtime: 'Nodejs20.19',
      ...settings,
    });
    await this.untilSettled(FunctionName);
  }

  async untilSettled(FunctionName: string): Promise<string> {
    for (;;) {
      const { Status } = await this.must('scf', 'GetFunction', { FunctionName });
      if (Status !== 'Creating' && Status !== 'Updating') return String(Status);
    }
  }

  /** What the function returned, which must have succeeded. */
  async invoke(FunctionName: string, event: unknown = {}): Promise<unknown> {
    const input = { FunctionName, Event: JSON.stringify(event) };
    const answer = await this.must('scf', 'InvokeFunction', input);
    const result = answer['Result'] as { InvokeResult: number; RetMsg: string; ErrMsg: string };
    if (result.InvokeResult !== 0) throw new Error(result.ErrMsg);
    return JSON.parse(result.RetMsg) as unknown;
  }

  /** A role that SCF may assume, allowed these actions on these resources. */
  async role(RoleName: string, action: string[], resource: string[]): Promise<void> {
    const { RoleId } = await this.must('cam', 'CreateRole', {
      RoleName,
      PolicyDocument: JSON.stringify(TRUST),
    });
    const { PolicyId } = await this.must('cam', 'CreatePolicy', {
      PolicyName: RoleName,
      PolicyDocument: JSON.stringify({
        version: '2.0',
        statement: [{ effect: 'allow', action, resource }],
      }),
    });
    await this.must('cam', 'AttachRolePolicy', { AttachRoleId: RoleId, PolicyId });
  }

  async service(ServiceName = 'chat'): Promise<string> {
    const input = { ServiceName, Protocol: 'http' };
    return String((await this.must('apigateway', 'CreateService', input))['ServiceId']);
  }

  async webSocketApi(ServiceId: string, functionName: string, more: object = {}): Promise<string> {
    const input = webSocketApiInput(ServiceId, functionName, more);
    const { Result } = await this.must('apigateway', 'CreateApi', input);
    return (Result as { ApiId: string }).ApiId;
  }

  async release(ServiceId: string, EnvironmentName = 'release'): Promise<void> {
    const input = { ServiceId, EnvironmentName, ReleaseDesc: 'by a test' };
    await this.must('apigateway', 'ReleaseService', input);
  }

  /** The address that clients connect to and the one for push-backs. */
  async addresses(ServiceId: string, ApiId: string): Promise<{ ws: string; pushBack: string }> {
    const { OuterSubDomain } = await this.must('apigateway', 'DescribeService', { ServiceId });
    const { Result } = await this.must('apigateway', 'DescribeApi', { ServiceId, ApiId });
    return {
      ws: `ws://${String(OuterSubDomain)}`,
      pushBack: (Result as { InternalDomain: string }).InternalDomain,
    };
  }
}

/** What CreateApi takes to bind one function for all three parts. */
export function webSocketApiInput(ServiceId: string, functionName: string, more: object = {}) {
  return {
    ServiceId,
    ServiceType: 'SCF',
    ServiceTimeout: 800,
    Protocol: 'WEBSOCKET',
    RequestConfig: { Path: '/', Method: 'GET' },
    ServiceWebsocketRegisterFunctionName: functionName,
    ServiceWebsocketTransportFunctionName: functionName,
    ServiceWebsocketCleanupFunctionName: functionName,
    ...more,
  };
}
