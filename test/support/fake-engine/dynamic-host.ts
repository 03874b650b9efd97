import * as grpc from '@grpc/grpc-js';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from '@pulumi/pulumi/proto/provider_pb';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { propertiesOf, structOf, type Properties } from './properties';
import type { Difference, Provider } from './provider';
import type { ResourceState } from './resource-state';

export interface DynamicHostOptions {
  /** The project's root: packages that a provider's text loads are found from here. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The stack's configuration, keys with their namespace. */
  readonly config: Readonly<Record<string, string>>;
}

/** The real process that runs the code of dynamic resources from the text in their properties. */
export class DynamicHost implements Provider {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: ResourceProviderClient,
  ) {}

  static async start({ root, environment, config }: DynamicHostOptions): Promise<DynamicHost> {
    const main = require.resolve('@pulumi/pulumi/cmd/dynamic-provider');
    // It wants the engine's address, and never calls there.
    const child = spawn(process.execPath, [main, '127.0.0.1:0'], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = `127.0.0.1:${await firstLine(child.stdout)}`;
    const client = new ResourceProviderClient(address, grpc.credentials.createInsecure());
    const request = new ConfigureRequest().setArgs(structOf(config));
    await answerOf((done) => client.configure(request, done));
    return new DynamicHost(child, client);
  }

  async check(urn: string, news: Properties, olds: Properties): Promise<Properties> {
    const request = new CheckRequest().setUrn(urn).setOlds(structOf(olds)).setNews(structOf(news));
    const answer = await answerOf<CheckResponse>((done) => this.client.check(request, done));
    return propertiesOf(answer.getInputs());
  }

  async diff({ urn, id, outputs }: ResourceState, news: Properties): Promise<Difference> {
    const request = new DiffRequest()
      .setUrn(urn)
      .setId(id)
      .setOlds(structOf(outputs))
      .setNews(structOf(news));
    const answer = await answerOf<DiffResponse>((done) => this.client.diff(request, done));
    const isSame = answer.getChanges() === DiffResponse.DiffChanges.DIFF_NONE;
    const isReplaced = answer.getReplacesList().length > 0;
    return {
      op: isReplaced ? 'replace' : isSame ? 'same' : 'update',
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create({ urn }: Pick<ResourceState, 'urn'>, inputs: Properties) {
    const request = new CreateRequest().setUrn(urn).setProperties(structOf(inputs));
    const answer = await answerOf<CreateResponse>((done) => this.client.create(request, done));
    return { id: answer.getId(), outputs: propertiesOf(answer.getProperties()) };
  }

  async update({ urn, id, outputs }: ResourceState, news: Properties): Promise<Properties> {
    const request = new UpdateRequest()
      .setUrn(urn)
      .setId(id)
      .setOlds(structOf(outputs))
      .setNews(structOf(news));
    const answer = await answerOf<UpdateResponse>((done) => this.client.update(request, done));
    return propertiesOf(answer.getProperties());
  }

  /** The outputs as they really are now; nothing when the resource is gone. */
  async read({ urn, id, outputs }: ResourceState): Promise<Properties | undefined> {
    const request = new ReadRequest().setUrn(urn).setId(id).setProperties(structOf(outputs));
    const answer = await answerOf<ReadResponse>((done) => this.client.read(request, done));
    return answer.getId() === '' ? undefined : propertiesOf(answer.getProperties());
  }

  async delete({ urn, id, outputs }: ResourceState): Promise<void> {
    const request = new DeleteRequest().setUrn(urn).setId(id).setProperties(structOf(outputs));
    await answerOf((done) => this.client.delete(request, done));
  }

  async stop(): Promise<void> {
    this.client.close();
    const exited = once(this.child, 'exit');
    this.child.kill();
    await exited;
  }
}

async function firstLine(input: Readable): Promise<string> {
  for await (const line of createInterface({ input })) {
    return line;
  }
  throw new Error('The dynamic provider host ended before it said its port.');
}

function answerOf<Answer>(
  call: (done: (error: grpc.ServiceError | null, answer: Answer) => void) => unknown,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call((error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}
