import type { Engine } from '../../bin/pulumi/engine';

/** A Pulumi that only answers questions, by their words without flags; any other one fails. */
export function answeringEngine(answers: Readonly<Record<string, unknown>>): Engine {
  return {
    run: () => Promise.reject(new Error('It is to be asked only.')),
    capture(args) {
      const flag = args.findIndex((arg) => arg.startsWith('-'));
      const answer = answers[args.slice(0, flag === -1 ? undefined : flag).join(' ')];
      return Promise.resolve(
        answer === undefined
          ? { code: 255, stdout: '', stderr: 'error: it does not say' }
          : { code: 0, stdout: JSON.stringify(answer), stderr: '' },
      );
    },
  };
}
