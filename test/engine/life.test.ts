import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { CloudEvent } from '../../localcloud/cloud-event';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { createCosClient } from '../support/cos-client';
import { expectChat, joinTwo } from '../support/engine/chat-stack';
import { contentsOf, contentsOfStacks, NOTHING } from '../support/engine/cloud-contents';
import { asUser, deployerWith } from '../support/engine/deployer';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';
import { unservedIn } from '../support/engine/unserved';
import { expectDocumented, operationsIn } from '../support/permissions/permissions-page';
import type { Member } from '../support/running-chat';

jest.setTimeout(600_000);

const ON_LOCAL = ['--stack', 'local'];

/** One stack's life: each test finds it where the one before has left it. */
describeEngine('the real engine and the real provider on the local cloud', () => {
  let cloud: LocalCloud;
  let project: EngineProject;
  let members: readonly Member[];
  const events: CloudEvent[] = [];

  beforeAll(async () => {
    const deployer = deployerWith('deploy');
    const observe = (event: CloudEvent) => events.push(event);
    cloud = await startLocalCloud({ port: 0, users: [deployer], observe });
    project = await EngineProject.create({}, { withPreviews: true });
    project.use(asUser(cloud, deployer));
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  async function set(setting: string, value: string): Promise<void> {
    await project.run('pulumi', 'config', 'set', setting, value, ...ON_LOCAL);
  }

  it('preview all 23 resources and make none', async () => {
    const run = await project.run('preview', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { create: 23 } });
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('make them all in one pass, and two people chat', async () => {
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { created: 23 } });
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
    members = await joinTwo((await project.outputs('local'))['wsUrl']);
  });

  it('change nothing when nothing has changed', async () => {
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { unchanged: 23 } });
  });

  it('find no drift', async () => {
    const run = await project.run('refresh', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { unchanged: 23 } });
  });

  it('keep no key and no push-back URL readable in the state, after a refresh either', async () => {
    const shown = await project.run('outputs', ...ON_LOCAL, '--json', '--show-secrets');
    const { pushBackUrl } = JSON.parse(shown.output) as { readonly pushBackUrl: string };
    expect(pushBackUrl).toMatch(/^http:/);
    const { output } = await project.run('pulumi', 'stack', 'export', ...ON_LOCAL);
    expect(output).toContain('scfFunction');
    const { secretId, secretKey } = cloud.credentials;
    const secrets = [pushBackUrl, secretId, secretKey];
    expect(secrets.filter((secret) => output.includes(secret))).toEqual([]);
  });

  it('update just the function whose code has changed, and nobody loses the connection', async () => {
    await project.edit('functions/transport.ts', (text) => `${text}\nexport const revision = 2;\n`);
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { updated: 1, unchanged: 22 } });
    expect(run.output).toMatch(/ScfFunction transport updated/);
    await expectChat(members, 'after new code');
  });

  it('update functions and API in place when their time-outs change', async () => {
    await set('functionTimeout', '20');
    await set('serviceTimeout', '300');
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { updated: 4, unchanged: 19 } });
    await expectChat(members, 'after new time-outs');
  });

  it('move the API to another path', async () => {
    const before = (await project.outputs('local'))['wsUrl'];
    await set('apiPath', '/chat');
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { updated: 1, unchanged: 22 } });
    const { wsUrl } = await project.outputs('local');
    expect(wsUrl).toBe(`${String(before)}chat`);
    await expect(refusalOf(before)).resolves.toBe(404);
    await joinTwo(wsUrl);
    await expectChat(members, 'after another path');
  });

  it('release the API under another name before the old one goes', async () => {
    const before = (await project.outputs('local'))['wsUrl'];
    await set('apiEnvironment', 'test');
    const from = events.length;
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { updated: 1, unchanged: 22 } });
    const releases = events
      .slice(from)
      .flatMap((event) => (event.type === 'api call' ? [event.action] : []))
      .filter((action) => action.endsWith('ReleaseService'));
    expect(releases).toEqual(['ReleaseService', 'UnReleaseService']);
    const { wsUrl } = await project.outputs('local');
    expect(wsUrl).toBe(String(before).replace('/release/', '/test/'));
    await expect(refusalOf(before)).resolves.toBe(404);
    await joinTwo(wsUrl);
    await expectChat(members, 'after another environment');
  });

  it('find no drift after all that', async () => {
    const run = await project.run('refresh', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { unchanged: 23 } });
  });

  it('delete everything with what is left in the registry, and leave the cloud empty', async () => {
    const { bucket } = await project.outputs('local');
    const leftBehind = { Bucket: String(bucket), Region: cloud.region, Key: 'left behind' };
    await createCosClient(cloud).putObject({ ...leftBehind, Body: '' });
    const run = await project.run('destroy', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { deleted: 23 } });
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('make it all again', async () => {
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { created: 23 } });
    await joinTwo((await project.outputs('local'))['wsUrl']);
  });

  it('never send what the local cloud does not serve, and never meet a mistake of it', () => {
    expect(unservedIn(events)).toEqual([]);
  });

  it('need just the permissions that are documented', () => {
    expectDocumented('deploy', operationsIn(events));
  });
});

/** The HTTP status that a client is turned away with. */
async function refusalOf(url: unknown): Promise<number | undefined> {
  const socket = new WebSocket(String(url));
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  socket.terminate();
  return response.statusCode;
}
