import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

const contractOnly = {
  patterns: [
    { regex: '^#(core|host|shells|native-models)/', message: 'The renderer talks to the core through #contract only.' },
    {
      group: ['**/main/core/**', '**/main/host/**', '**/main/shells/**', '**/native-models/**'],
      message: 'The renderer talks to the core through #contract only.',
    },
    {
      group: ['electron', 'node:*', 'sharp', '@techstark/opencv-js'],
      message: 'The renderer also runs in a plain browser.',
    },
  ],
};

const namedExports = { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' };

/** Whoever names the package, by an import or a call, loads it with its telemetry on. */
const silencedOnnxruntime = {
  selector: 'Literal[value=/^onnxruntime-(node|common)$/]',
  message: 'Import it from main/core/runtime/onnxruntime.ts, which keeps it from reporting to its makers.',
};

const rawPrinting = {
  selector: "CallExpression[callee.object.property.name=/^std(out|err)$/][callee.property.name='write']",
  message: 'Print through main/shells/cli/print.ts, which shows what would steer the terminal.',
};

export default defineConfig(
  { ignores: ['dist/**', 'build/**', 'node_modules/**', '*.cjs'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 20],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      'no-restricted-syntax': ['error', namedExports, silencedOnnxruntime],
    },
  },
  {
    files: ['main/shells/cli/**'],
    ignores: ['main/shells/cli/print.ts'],
    rules: { 'no-restricted-syntax': ['error', namedExports, silencedOnnxruntime, rawPrinting] },
  },
  { files: ['main/core/runtime/onnxruntime.ts'], rules: { 'no-restricted-syntax': ['error', namedExports] } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
  },
  // Walks over a tree of boxes, written flat for speed.
  { files: ['tests/support/sample-street/rendering/**'], rules: { complexity: ['error', 30] } },
  { files: ['renderer/**'], rules: { 'no-restricted-imports': ['error', contractOnly] } },
  { files: ['main/shells/cli/**', 'tests/**', 'esbuild.config.js'], rules: { 'no-console': 'off' } },
  {
    files: ['*.config.js', '*.config.ts', '**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { 'no-restricted-syntax': ['error', silencedOnnxruntime] },
  },
);
