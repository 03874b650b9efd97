import type { CloudEvent } from '../../../localcloud/cloud-event';
import { readProjectConfig } from '../../../localcloud/deploy/project-config';
import { startLocalCloud, type LocalCloud } from '../../../localcloud/local-cloud';
import type { ApiAnswer } from '../api-client';
import { CloudDeployment } from '../cloud-deployment';
import { ProjectCopy } from '../project-copy';
import { joinChat, type Member } from '../running-chat';
import { FakeEngine, type Run } from './fake-engine';
import type { Properties } from './properties';
import { keyOf, type ResourceState } from './resource-state';

const STACK = 'local';

/** The stack `local` of a copy of the project, under a fake engine, on a local cloud of its own. */
export class LocalStack {
  /** Everyone who has joined the chat, in that order. */
  readonly members: Member[] = [];

  private constructor(
    readonly cloud: LocalCloud,
    readonly engine: FakeEngine,
    readonly project: ProjectCopy,
    /** All that the cloud has seen so far. */
    readonly events: readonly CloudEvent[],
  ) {}

  static async start(): Promise<LocalStack> {
    const copy = await ProjectCopy.ofProgram();
    const { root } = copy;
    const { project, config } = await readProjectConfig(root, STACK);
    const events: CloudEvent[] = [];
    const cloud = await startLocalCloud({ port: 0, observe: (event) => events.push(event) });
    const engine = new FakeEngine({ cloud, root, project, stack: STACK, config });
    return new LocalStack(cloud, engine, copy, events);
  }

  /** The stack's outputs, secrets marked. */
  get outputs(): Properties {
    return this.stateOf(`Stack:scf-chat-${STACK}`).outputs;
  }

  /** Where clients connect to. */
  get wsUrl(): string {
    return String(this.outputs['wsUrl']);
  }

  stateOf(key: string): ResourceState {
    const found = this.engine.resources.find(({ urn }) => keyOf(urn) === key);
    if (found === undefined) {
      throw new Error(`There is no ${key} in the state.`);
    }
    return found;
  }

  /** Runs an operation, and gives what it asked the cloud to change: API actions, methods of COS. */
  async observe<Result>(
    operation: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly changes: readonly string[] }> {
    const from = this.events.length;
    const result = await operation();
    const requests = this.events.slice(from).flatMap(requestOf);
    return { result, changes: requests.filter((name) => !/^(get|head|describe)/i.test(name)) };
  }

  /** Calls the cloud as a person does who changes it by hand. Throws when it says no. */
  byHand(product: string, action: string, input: object): Promise<ApiAnswer> {
    return new CloudDeployment(this.cloud).must(product, action, input);
  }

  /** Someone new joins by the URL that the stack has put out. */
  async join(): Promise<Member> {
    const member = await joinChat(this.wsUrl);
    this.members.push(member);
    return member;
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()));
    await this.cloud.close();
    await this.project.remove();
  }
}

/** All steps of a run that were not `same`, in the order of the alphabet. */
export function changed({ steps }: Pick<Run, 'steps'>): string[] {
  return steps
    .filter(({ op }) => op !== 'same')
    .map(({ op, resource }) => `${op} ${resource}`)
    .sort();
}

function requestOf(event: CloudEvent): string[] {
  if (event.type === 'api call') {
    return [event.action];
  }
  return event.type === 'cos request' ? [event.method] : [];
}
