/** Sets variables of this process's environment, and undoes it again: the functions read them there. */
export class FunctionEnvironment {
  readonly #before = { ...process.env };

  set(variables: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(variables)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }

  restore(): void {
    process.env = { ...this.#before };
  }
}
