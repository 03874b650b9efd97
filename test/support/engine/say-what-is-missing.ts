import { MISSING_TOOLS } from './engine-tools';

/** Before all engine tests: says plainly why they are about to be skipped, where they are. */
export default function sayWhatIsMissing(): void {
  if (MISSING_TOOLS.length > 0) {
    console.log(
      'The tests with the real engine are skipped, since it is not on this machine. Not found:\n' +
        MISSING_TOOLS.map((file) => `- ${file}`).join('\n') +
        '\nThe first `npm run up` brings it, where there is a network.',
    );
  }
}
