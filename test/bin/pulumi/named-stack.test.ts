import { namedStack, plainName } from '../../../bin/pulumi/named-stack';

describe('the stack that arguments name', () => {
  it.each([
    [['--yes', '--stack', 'prod'], 'prod'],
    [['-s', 'prod'], 'prod'],
    [['-s=prod'], 'prod'],
    [['-sprod'], 'prod'],
    [['--stack=prod', '--yes'], 'prod'],
    [['--yes'], undefined],
    [['--', '--stack', 'prod'], undefined],
  ])('of %j is %s', (args, stack) => {
    expect(namedStack(args)).toBe(stack);
  });

  it.each(['dev', 'acme/dev', 'acme/scf-chat/dev'])('is called dev by %s', (stack) => {
    expect(plainName(stack)).toBe('dev');
  });
});
