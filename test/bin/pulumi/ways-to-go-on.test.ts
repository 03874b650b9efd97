import { waysToGoOn } from '../../../bin/pulumi/ways-to-go-on';
import { answeringEngine } from '../../support/answering-engine';

const STARTED_AT = Date.parse('2026-11-25T10:00:00.700Z');
const BEFORE = [{ startTime: '2026-11-25T09:59:59.000Z' }];
/** Pulumi leaves the fraction of the second away. */
const NOW = [{ startTime: '2026-11-25T10:00:00.000Z' }];
const BUCKET = { urn: 'urn:of-the-bucket', type: 'tencentcloud:index/cosBucket:CosBucket' };

function stackWith(history: unknown, resources: unknown[] = []) {
  return answeringEngine({
    'stack export': { deployment: { resources } },
    'stack history': history,
  });
}

function failed(...args: string[]) {
  return { name: 'destroy', stack: 'dev', args, startedAt: STARTED_AT } as const;
}

describe('the ways to go on after a command has failed', () => {
  it('are those of a run that was broken off, where it has begun to change something', async () => {
    const ways = await waysToGoOn(stackWith(NOW), failed('--yes'));
    expect(ways).toContain('To go on: mend what the message names');
    expect(ways).toContain('first npm run refresh -- --stack dev\n');
    expect(ways).not.toContain('forceClean');
  });

  it('are also of the registry, where it is kept', async () => {
    const ways = await waysToGoOn(stackWith(NOW, [BUCKET]), failed('--yes'));
    expect(ways).toContain("npm run up -- --stack dev --target 'urn:of-the-bucket'");
    const cleaned = { ...BUCKET, outputs: { forceClean: true } };
    expect(await waysToGoOn(stackWith(NOW, [cleaned]), failed('--yes'))).not.toContain('--target');
  });

  it.each([
    ['has begun nothing', BEFORE],
    ['is the first one there was', []],
  ])('are none where it %s', async (_what, history) => {
    expect(await waysToGoOn(stackWith(history), failed('--yes'))).toBeUndefined();
  });

  it('are --yes where nobody is there to be asked', async () => {
    const ways = await waysToGoOn(stackWith(BEFORE), failed('--non-interactive'));
    expect(ways).toBe('To fix it: npm run destroy -- --yes --stack dev');
  });

  it('are none where the stack does not exist', async () => {
    expect(await waysToGoOn(answeringEngine({}), failed())).toBeUndefined();
  });
});
