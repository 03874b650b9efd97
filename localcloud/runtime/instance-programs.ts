import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FunctionCodeError } from './function-code-error';
import type { Language } from './handler';
import { instanceMain } from './instance-main';
import { BYTES_PER_MB } from './limits';
import { PYTHON_INSTANCE_PROGRAM } from './python-instance-program';

/** How the process of an instance is started. */
export interface InstanceProgram {
  readonly command: string;
  readonly args: readonly string[];
}

const PYTHON_COMMANDS = ['python3', 'python'];
/** Prints the interpreter itself, where the command is only a script that starts it. */
const SHOW_INTERPRETER = 'import sys; assert sys.version_info[0] == 3; print(sys.executable)';

/** The programs that instances run, one for each language; written into a folder when first needed. */
export class InstancePrograms {
  readonly #nodeFile: string;
  readonly #pythonFile: string;
  #python: string | undefined;

  constructor(folder: string) {
    this.#nodeFile = join(folder, 'instance.cjs');
    this.#pythonFile = join(folder, 'instance.py');
    writeFileSync(this.#nodeFile, `(${instanceMain.toString()})(require);\n`);
    writeFileSync(this.#pythonFile, PYTHON_INSTANCE_PROGRAM);
  }

  /** Throws a FunctionCodeError (UnsupportedRuntime) where the machine cannot run the language. */
  check(language: Language): void {
    if (language === 'Python') this.#requirePython();
  }

  /** Throws likewise. */
  programFor(language: Language, memoryBytes: number): InstanceProgram {
    switch (language) {
      case 'Node.js': {
        const heapMb = Math.floor(memoryBytes / BYTES_PER_MB);
        const args = [`--max-old-space-size=${heapMb}`, this.#nodeFile];
        return { command: process.execPath, args };
      }
      case 'Python':
        // -B: nothing is written beside the code, which is read-only in SCF.
        return {
          command: this.#requirePython(),
          args: ['-B', '-X', 'utf8', this.#pythonFile],
        };
    }
  }

  #requirePython(): string {
    this.#python ??= findPython();
    if (this.#python !== undefined) return this.#python;
    throw new FunctionCodeError(
      'UnsupportedRuntime',
      'Python functions need Python 3, and this machine has no python3. Install it, or use Nodejs20.19.',
    );
  }
}

/** The path of this machine's Python 3, if it has one. */
export function findPython(): string | undefined {
  for (const command of PYTHON_COMMANDS) {
    const { status, stdout } = spawnSync(command, ['-c', SHOW_INTERPRETER], { encoding: 'utf8' });
    if (status === 0 && stdout.trim() !== '') return stdout.trim();
  }
  return undefined;
}
