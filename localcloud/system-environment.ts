/** The one variable without which a program fails to start or to open sockets, on Windows. */
export function systemEnvironment(): Record<string, string> {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}
