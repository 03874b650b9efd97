import { requireStack } from '../../../bin/pulumi/known-stacks';
import { answeringEngine } from '../../support/answering-engine';

function backendWith(...names: string[]) {
  return answeringEngine({ 'stack ls': names.map((name) => ({ name, current: false })) });
}

describe('a stack that a command is about', () => {
  it('is taken where the backend has it, with or without its organization', async () => {
    await requireStack(backendWith('dev', 'prod'), 'prod');
    await requireStack(backendWith('acme/dev'), 'dev');
    await requireStack(backendWith('dev'), 'acme/scf-chat/dev');
  });

  it('is refused where the backend has others, which are named', async () => {
    await expect(requireStack(backendWith('dev', 'prod'), 'prdo')).rejects.toThrow(
      'There is no stack "prdo". There are: dev, prod. Nothing was changed.\n' +
        'To fix it: name one of them by -- --stack; npm run up -- --stack prdo would make this one.',
    );
  });

  it('is refused where there is none yet, with the command that makes it', async () => {
    await expect(requireStack(backendWith(), 'dev')).rejects.toThrow(
      'There are: none yet. Nothing was changed.\nTo fix it: npm run up -- --stack dev makes it.',
    );
  });

  it('is left to Pulumi where the backend does not say what it has', async () => {
    await requireStack(answeringEngine({}), 'dev');
  });
});
