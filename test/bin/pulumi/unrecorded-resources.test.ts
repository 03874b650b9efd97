import { startLocalCloud, type LocalCloud } from '../../../localcloud/local-cloud';
import { CloudDeployment } from '../../support/cloud-deployment';
import type { Engine } from '../../../bin/pulumi/engine';
import { StackState } from '../../../bin/pulumi/stack-state';
import { recordUnrecorded } from '../../../bin/pulumi/unrecorded-resources';

const PROVIDER = {
  urn: 'urn:pulumi:dev::scf-chat::pulumi:providers:tencentcloud::default',
  type: 'pulumi:providers:tencentcloud',
  id: 'p-1',
};
const SECRET = {
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  ciphertext: 'v1:…',
};

function resource(name: string, more: object = {}) {
  const type = 'tencentcloud:index/cosBucketObject:CosBucketObject';
  return {
    urn: `urn:pulumi:dev::scf-chat::${type}::${name}`,
    type,
    custom: true,
    provider: `${PROVIDER.urn}::${PROVIDER.id}`,
    inputs: { bucket: 'chat', key: name, content: SECRET },
    ...more,
  };
}

function idsOf(resources: readonly object[]): unknown[] {
  return resources.map((one) => 'id' in one && one.id);
}

/** An engine with one stack, whose state it gives and takes. */
function engineWith(resources: readonly object[], creating: readonly object[]) {
  const pending = creating.map((one) => ({ type: 'creating', resource: one }));
  let state = { version: 3, deployment: { resources, pending_operations: pending } };
  const engine: Engine = {
    run: () => Promise.resolve(0),
    capture: ([, verb], input) => {
      if (verb === 'import') state = JSON.parse(input ?? '') as typeof state;
      return Promise.resolve({ code: 0, stdout: JSON.stringify(state), stderr: '' });
    },
  };
  return { engine, deployment: () => state.deployment };
}

describe('what a run that was cut off had under way', () => {
  const environment = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, { TENCENTCLOUD_SECRET_ID: 'id', TENCENTCLOUD_SECRET_KEY: 'key' });
  });
  afterAll(() => {
    process.env = environment;
  });

  async function record(resources: readonly object[], creating: readonly object[]) {
    const { engine, deployment } = engineWith(resources, creating);
    const state = await StackState.read(engine, 'dev');
    if (state === undefined) throw new Error('There is no state.');
    const said = await recordUnrecorded(engine, 'dev', state, undefined);
    return { said, deployment: deployment() };
  }

  it('is in the state afterwards, with its secrets as they were, and under way no more', async () => {
    const { said, deployment } = await record([PROVIDER], [resource('one')]);
    expect(said).toEqual(['CosBucketObject one']);
    expect(deployment.resources).toMatchObject([
      PROVIDER,
      {
        id: 'chatone',
        inputs: { content: SECRET },
        outputs: { content: SECRET, cosBucketObjectId: 'chatone' },
      },
    ]);
    expect(deployment.pending_operations).toEqual([]);
  });

  it('takes the place of what it replaces, before what depends on that', async () => {
    const old = resource('one', { id: 'old', pendingReplacement: true });
    const dependent = resource('two', { id: 'two', dependencies: [old.urn] });
    const { deployment } = await record([PROVIDER, old, dependent], [resource('one')]);
    expect(idsOf(deployment.resources)).toEqual(['p-1', 'chatone', 'two']);
  });

  it('is left alone where the state has it, or lacks what it depends on', async () => {
    const one = resource('one', { id: 'one' });
    const lost = resource('two', { dependencies: ['urn:pulumi:dev::scf-chat::a:b:C::gone'] });
    const { said, deployment } = await record([PROVIDER, one], [resource('one'), lost]);
    expect(said).toEqual([]);
    expect(idsOf(deployment.resources)).toEqual(['p-1', 'one']);
  });
});

describe('what a run that has failed may have made', () => {
  const NAME = 'scf-chat-dev-register';
  const TYPE = 'tencentcloud:index/camRole:CamRole';
  const ROLE = {
    urn: `urn:pulumi:dev::scf-chat::${TYPE}::register`,
    type: TYPE,
    custom: true,
    provider: `${PROVIDER.urn}::${PROVIDER.id}`,
    inputs: { name: NAME },
  };
  const DAY_MS = 24 * 60 * 60 * 1000;

  const environment = { ...process.env };
  let cloud: LocalCloud;
  let said: jest.SpyInstance;

  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0 });
    Object.assign(process.env, cloud.environment);
    await new CloudDeployment(cloud).role(NAME, ['name/cos:PutObject'], ['*']);
    said = jest.spyOn(console, 'error').mockImplementation();
  });
  afterAll(async () => {
    said.mockRestore();
    process.env = environment;
    await cloud.close();
  });

  /** With a role in the cloud, made just now, that the state does not know. */
  async function record(failingSince: number): Promise<readonly string[]> {
    const { engine } = engineWith([PROVIDER], []);
    const state = await StackState.read(engine, 'dev');
    if (state === undefined) throw new Error('There is no state.');
    const preview = JSON.stringify({ steps: [{ op: 'create', newState: ROLE }] });
    const previewing: Engine = {
      ...engine,
      capture: (args, input) =>
        args[0] === 'preview'
          ? Promise.resolve({ code: 0, stdout: preview, stderr: '' })
          : engine.capture(args, input),
    };
    return recordUnrecorded(previewing, 'dev', state, failingSince);
  }

  it('is taken in where it may have been that run', async () => {
    await expect(record(Date.now())).resolves.toEqual(['CamRole register']);
    expect(said).not.toHaveBeenCalled();
  });

  it('is left alone where it was there before: it belongs to another copy of the project', async () => {
    await expect(record(Date.now() + DAY_MS)).resolves.toEqual([]);
    expect(said).toHaveBeenCalledWith(expect.stringContaining(`has had the role ${NAME} since`));
    expect(said).toHaveBeenCalledWith(expect.stringContaining('To fix it: '));
  });
});
