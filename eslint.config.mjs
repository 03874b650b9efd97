import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which folders a folder may import from, besides itself and packages. docs/architecture.md says why. */
const MAY_IMPORT = {
  protocol: [],
  functions: ['protocol'],
  web: ['protocol'],
  gateway: ['protocol'],
  localcloud: ['gateway', 'protocol'],
  infra: ['protocol'],
  // All but test/, so that the command runs where that is left out.
  bin: ['bench', 'functions', 'gateway', 'infra', 'localcloud', 'protocol'],
};
const FOLDERS = [...Object.keys(MAY_IMPORT), 'bench', 'test', 'examples', 'index'];

/** `../x` means another folder only from the depth at which it leads out of its own. */
const DEPTHS = [1, 2, 3, 4];

const importRules = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) =>
  DEPTHS.map((depth) => ({
    files: [`${folder}${'/*'.repeat(depth)}.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./){${depth}}(${FOLDERS.filter((name) => name !== folder && !allowed.includes(name)).join('|')})(/|$)`,
              message: `${folder}/ may import from ${allowed.map((name) => `${name}/`).join(', ') || 'no other folder'}.`,
            },
          ],
        },
      ],
    },
  })),
);

export default tseslint.config(
  { ignores: ['dist/', 'sdks/', 'node_modules/', '.scf-chat/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      // The environment is a record whose variables are taken away by name.
      '@typescript-eslint/no-dynamic-delete': 'off',
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
    },
  },
  {
    // Some tests load modules into a registry of their own, which only require can do.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  ...importRules,
  {
    // A program of its own, which runs on the gateway's machine.
    files: ['infra/**/*.mjs'],
    languageOptions: {
      globals: {
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        URL: 'readonly',
      },
    },
  },
  {
    files: ['**/*.js', 'bin/scf-chat'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        require: 'readonly',
        module: 'writable',
        process: 'readonly',
        __dirname: 'readonly',
        console: 'readonly',
      },
    },
  },
);
