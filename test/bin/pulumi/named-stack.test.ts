import { namedStack } from '../../../bin/pulumi/named-stack';

describe('the stack that arguments name', () => {
  it.each([
    [['--yes', '--stack', 'prod'], 'prod'],
    [['-s', 'prod'], 'prod'],
    [['-s=prod'], 'prod'],
    [['--stack=prod', '--yes'], 'prod'],
    [['--yes'], undefined],
    [['--', '--stack', 'prod'], undefined],
  ])('of %j is %s', (args, stack) => {
    expect(namedStack(args)).toBe(stack);
  });
});
