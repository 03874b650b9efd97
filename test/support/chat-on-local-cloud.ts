import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { HEARTBEAT_ANSWER } from '../../functions/cores/transport';
import { connectionIdOf, connectionKey } from '../../functions/registry/key';
import { buildFunctions } from '../../infra/bundle/functions';
import type { CloudEvent } from '../../localcloud/cloud-event';
import type { CloudFaults } from '../../localcloud/faults';
import {
  startLocalCloud,
  type LocalCloud,
  type LocalCloudOptions,
} from '../../localcloud/local-cloud';
import type { ConnectionId } from '../../protocol/connection-id';
import type { FunctionRole } from '../../protocol/events';
import { REGISTRY_PREFIX } from '../../protocol/registry';
import { CloudDeployment, webSocketApiInput } from './cloud-deployment';
import { createCosClient } from './cos-client';
import { eventually } from './eventually';
import { ROOT } from './program-under-mocks';
import { join, type RecordingClient } from './recording-client';

const REGION = 'ap-guangzhou';
const BUCKET = 'chat-1250000000';
const COS_ACTIONS: Readonly<Record<FunctionRole, readonly string[]>> = {
  register: ['name/cos:PutObject'],
  transport: ['name/cos:GetBucket', 'name/cos:DeleteObject'],
  cleanup: ['name/cos:DeleteObject'],
};
const TIMEOUT_SECONDS = 15;

/**
 * The three real functions on a local cloud in this process, so that a test can change faults and
 * see every event. Made by API calls; the program itself is tested elsewhere.
 */
export class ChatOnLocalCloud {
  /** In force from the moment they are set. */
  readonly faults: CloudFaults = {};
  readonly events: CloudEvent[] = [];
  wsUrl = '';
  /** Of the cloud itself. */
  port = 0;
  pushBackUrl = '';
  readonly #clients: RecordingClient[] = [];
  #cloud: LocalCloud | undefined;
  #deployment: CloudDeployment | undefined;

  static async start(
    options: Partial<LocalCloudOptions> = {},
    registerEnvironment: Readonly<Record<string, string>> = {},
  ): Promise<ChatOnLocalCloud> {
    const chat = new ChatOnLocalCloud();
    const cloud = await startLocalCloud({
      port: 0,
      faults: chat.faults,
      observe: (event) => chat.events.push(event),
      ...options,
    });
    chat.#cloud = cloud;
    chat.port = cloud.port;
    try {
      await chat.#deploy(new CloudDeployment(cloud), registerEnvironment);
    } catch (error) {
      await chat.close();
      throw error;
    }
    return chat;
  }

  async close(): Promise<void> {
    for (const { webSocket } of this.#clients) webSocket.terminate();
    await this.#cloud?.close();
  }

  async join(...more: string[]): Promise<RecordingClient> {
    const client = await join(this.wsUrl, ['scf-chat', ...more]);
    this.#clients.push(client);
    return client;
  }

  /** What a function answers to an event, as an operator calls it. */
  invoke(role: FunctionRole, event: object): Promise<unknown> {
    if (!this.#deployment) throw new Error('not started');
    return this.#deployment.invoke(role, event);
  }

  /** Everybody who is registered, as lists show it. */
  async registered(): Promise<ConnectionId[]> {
    const page = await this.#cos().getBucket({ ...this.#place, Prefix: REGISTRY_PREFIX });
    return page.Contents.flatMap(({ Key }) => connectionIdOf(Key) ?? []);
  }

  /** Puts a connection into the registry that no gateway knows. */
  async registerStale(id: ConnectionId): Promise<void> {
    await this.#cos().putObject({ ...this.#place, Key: connectionKey(id), Body: '' });
  }

  /** Takes all faults away. */
  calm(): void {
    for (const name of Object.keys(this.faults) as (keyof CloudFaults)[]) delete this.faults[name];
  }

  /** Sees everybody out and empties the registry. */
  async emptyOut(): Promise<void> {
    for (const { webSocket } of this.#clients.splice(0)) webSocket.terminate();
    for (const id of await this.registered()) {
      await this.#cos().deleteObject({ ...this.#place, Key: connectionKey(id) });
    }
    this.events.length = 0;
  }

  /** What calls of a function have answered so far. */
  answers(role: FunctionRole): Record<string, unknown>[] {
    return this.events.flatMap((event) =>
      event.type === 'invocation' && event.functionName === role && event.result.returnMessage
        ? [JSON.parse(event.result.returnMessage) as Record<string, unknown>]
        : [],
    );
  }

  /** How many calls of a function have failed for the gateway so far. */
  failed(role: FunctionRole): number {
    return this.events.filter(
      (one) =>
        one.type === 'gateway' && one.event.type === 'function failed' && one.event.role === role,
    ).length;
  }

  /** Sends text and waits until transport is done with it; gives what it answered. */
  async broadcast(sender: RecordingClient, text: string): Promise<Record<string, unknown>> {
    // A heartbeat of somebody may be under way still.
    const answers = () =>
      this.answers('transport').filter((one) => !isDeepStrictEqual(one, HEARTBEAT_ANSWER.reply));
    const before = answers().length;
    sender.webSocket.send(text);
    await eventually('transport', () => answers().length > before);
    return answers()[before] ?? {};
  }

  readonly #place = { Bucket: BUCKET, Region: REGION };

  #cos() {
    if (!this.#cloud) throw new Error('not started');
    return createCosClient(this.#cloud);
  }

  async #deploy(
    deployment: CloudDeployment,
    registerEnvironment: Readonly<Record<string, string>>,
  ): Promise<void> {
    this.#deployment = deployment;
    await this.#cos().putBucket(this.#place);
    const zips = await buildFunctions(ROOT);
    const upload = async (role: FunctionRole, environment: Readonly<Record<string, string>>) => {
      const resource = `qcs::cos:${REGION}:uid/1250000000:${BUCKET}/${REGISTRY_PREFIX}*`;
      await deployment.role(role, [...COS_ACTIONS[role]], [resource]);
      const variables = { REGISTRY_BUCKET: BUCKET, REGISTRY_REGION: REGION, ...environment };
      await deployment.must('scf', 'CreateFunction', {
        FunctionName: role,
        Code: { ZipFile: (await readFile(path.join(ROOT, zips[role].path))).toString('base64') },
        Handler: 'index.main_handler',
        Runtime: 'Nodejs20.19',
        Timeout: TIMEOUT_SECONDS,
        Role: role,
        Environment: {
          Variables: Object.entries(variables).map(([Key, Value]) => ({ Key, Value })),
        },
      });
      await deployment.untilSettled(role);
    };

    const serviceId = await deployment.service();
    await upload('register', registerEnvironment);
    const apiId = await deployment.webSocketApi(serviceId, 'register');
    const { ws, pushBack } = await deployment.addresses(serviceId, apiId);
    await upload('transport', { PUSH_BACK_URL: pushBack });
    await upload('cleanup', { PUSH_BACK_URL: pushBack });
    await deployment.must('apigateway', 'ModifyApi', {
      ...webSocketApiInput(serviceId, 'register', {
        ServiceWebsocketTransportFunctionName: 'transport',
        ServiceWebsocketCleanupFunctionName: 'cleanup',
      }),
      ApiId: apiId,
    });
    await deployment.release(serviceId);
    this.wsUrl = `${ws}/release/`;
    this.pushBackUrl = pushBack;
  }
}
