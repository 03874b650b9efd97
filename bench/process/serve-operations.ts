import type { Answer, Operations, Request } from './operations';

/** Makes this process a program: does what it is asked by its parent, and ends when that is gone. */
export function serveOperations<Program extends Operations<Program>>(program: Program): void {
  process.on('message', (request: Request<keyof Program>) => {
    void answer(program, request).then((message) => process.send?.(message));
  });
  process.once('disconnect', () => process.exit());
}

async function answer<Program extends Operations<Program>>(
  program: Program,
  { number, operation, input }: Request<keyof Program>,
): Promise<Answer> {
  try {
    // The asking side is typed by the same Program.
    return { number, result: await program[operation](input as never) };
  } catch (error) {
    const described = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { number, error: described };
  }
}
