import { eventually } from '../support/eventually';
import { FunctionServer } from '../support/function-server';
import { GatewayProgram, type GatewayProcess } from '../support/gateway-program';
import { hasRedis, NO_REDIS, RedisServer } from '../support/redis-server';
import { ReturningClient } from '../support/returning-client';

/** On a machine so busy that the restart takes seconds, the page's back-off grows to 30 s. */
const LONGEST_RETURN_MS = 70_000;

const MEMBERS = 1_000;
/** More at once would overflow the listen queue of some systems. */
const JOINING_AT_ONCE = 100;

if (!hasRedis) console.warn(`skipped in part: ${NO_REDIS}`);

describe('the restart of a gateway with 1,000 members', () => {
  let program: GatewayProgram;
  let functions: FunctionServer;
  let redis: RedisServer | undefined;
  const members: ReturningClient[] = [];

  beforeAll(async () => {
    program = await GatewayProgram.build();
  });
  beforeEach(async () => {
    functions = await FunctionServer.start();
  });
  afterEach(async () => {
    for (const member of members.splice(0)) member.leave();
    await program.stopAll();
    await functions.close();
    await redis?.remove();
    redis = undefined;
  });
  afterAll(() => program.remove());

  async function fill(settings: Readonly<Record<string, string>>): Promise<GatewayProcess> {
    const gateway = await program.start({ ...functions.settings, ...settings });
    while (members.length < MEMBERS) {
      const wave = Array.from(
        { length: JOINING_AT_ONCE },
        () => new ReturningClient(gateway.wsUrl),
      );
      members.push(...wave);
      await eventually('a wave to come in', () => wave.every(({ isOpen }) => isOpen));
    }
    expect(functions.registry.size).toBe(MEMBERS);
    return gateway;
  }

  /** A new process at the same addresses. */
  function restart(gateway: GatewayProcess, settings: Readonly<Record<string, string>>) {
    return program.start({
      ...functions.settings,
      ...settings,
      GATEWAY_LISTEN: new URL(gateway.wsUrl).host,
      GATEWAY_PUSH_BACK_LISTEN: new URL(gateway.pushBackUrl).host,
    });
  }

  async function expectEverybodyBack(since: number): Promise<void> {
    await eventually(
      'everybody to be back',
      () => members.every(({ isOpen, opened }) => isOpen && opened > 1),
      LONGEST_RETURN_MS,
    );
    const backMs = Date.now() - since;
    await eventually('the registry to be exact', () => functions.registry.size === MEMBERS);
    process.stdout.write(
      `${MEMBERS} members back after ${backMs} ms, registry exact after ${Date.now() - since} ms\n`,
    );
  }

  it('by a stop and a start loses nobody, and leaves the registry exact', async () => {
    const gateway = await fill({});
    const stoppedAt = Date.now();
    expect(await gateway.stop()).toBe(0);
    await restart(gateway, {});
    await expectEverybodyBack(stoppedAt);
  });

  (hasRedis ? it : it.skip)(
    'after a crash does so, too, where Redis knows who was there',
    async () => {
      redis = await RedisServer.start();
      const settings = { GATEWAY_REDIS_URL: redis.url, GATEWAY_NODE_TIMEOUT: '3' };
      const gateway = await fill(settings);
      const crashedAt = Date.now();
      await gateway.kill();
      await restart(gateway, settings);
      await expectEverybodyBack(crashedAt);
    },
  );
});
